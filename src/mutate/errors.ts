// SPDX-License-Identifier: GPL-2.0-only
import { Failure } from '../failure.ts';

/** A file of marks says something that is no mark. */
export class MarkMalformed extends Failure {
  readonly code = 'MARK_MALFORMED';
}
