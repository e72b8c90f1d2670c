// SPDX-License-Identifier: GPL-2.0-only
import { Failure } from '../failure.ts';

/** A patch that is none, or does not apply to the other side. */
export class PatchRejected extends Failure {
  readonly code = 'PATCH_REJECTED';
}
