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

/** A second or later version without notes on what changed. */
export class NoNotes extends Failure {
  readonly code = 'NO_NOTES';
}

/** A topic that has no guest tests. */
export class TopicUntested extends Failure {
  readonly code = 'TOPIC_UNTESTED';
}

/** git knows no name and address to sign off or to send with. */
export class NoIdentity extends Failure {
  readonly code = 'NO_IDENTITY';
}

/** A patch that no template of this checkout makes. */
export class NotImported extends Failure {
  readonly code = 'NOT_IMPORTED';
}

/** A generated patch that somebody changed since. */
export class HandEdited extends Failure {
  readonly code = 'HAND_EDITED';
}

/** A rule of the family review has a warning about the series. */
export class NotReady extends Failure {
  readonly code = 'NOT_READY';
}
