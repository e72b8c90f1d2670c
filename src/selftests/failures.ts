// SPDX-License-Identifier: GPL-2.0-only
import { Failure } from '../failure.ts';

/** What --tests names is no selftest: no such directory, file or program. */
export class UnknownTest extends Failure {
  readonly code = 'UNKNOWN_NAME';
}

/** What --tests names is there, and nothing that a guest can run. */
export class BadTest extends Failure {
  readonly code = 'BAD_PARAMETER';
}
