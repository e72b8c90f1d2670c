// SPDX-License-Identifier: GPL-2.0-only
import { Failure } from '../failure.ts';

export { GitFailed, TreeUnsuitable } from '../kernel/failures.ts';

/** A variant's parameter is unknown, or its value is of the wrong kind. */
export class BadParameter extends Failure {
  readonly code = 'BAD_PARAMETER';
}

/** A name that nothing has: a topic, variant, tree, machine, rule. */
export class UnknownName extends Failure {
  readonly code = 'UNKNOWN_NAME';
}
