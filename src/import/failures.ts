// SPDX-License-Identifier: GPL-2.0-only
import { Failure } from '../failure.ts';

/** A patch changes a file that the topic does not read, so that no template of it can. */
export class NotRead extends Failure {
  readonly code = 'NOT_READ';
}

/** A template that was made of a patch gives other bytes than the patch. */
export class ImportDiffers extends Failure {
  readonly code = 'IMPORT_DIFFERS';
}
