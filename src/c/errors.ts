// SPDX-License-Identifier: GPL-2.0-only
import { Failure } from '../failure.ts';

/** An edit site's structural description matches nowhere. */
export class AnchorMissing extends Failure {
  readonly code = 'ANCHOR_MISSING';
}

/** It matches more than once, so that any choice would be a guess. */
export class AnchorAmbiguous extends Failure {
  readonly code = 'ANCHOR_AMBIGUOUS';
}

/** It matches, but inside text that did not parse, so that its surroundings cannot be trusted. */
export class AnchorBroken extends Failure {
  readonly code = 'ANCHOR_BROKEN';
}

/** Two edits touch the same bytes, or insert at the same place without an order. */
export class EditOverlap extends Failure {
  readonly code = 'EDIT_OVERLAP';
}

/** A number, bit or id that a template insists on is in use in the tree. */
export class AllocationTaken extends Failure {
  readonly code = 'ALLOCATION_TAKEN';
}

/** A template's C does not parse where it was put. */
export class TemplateBroken extends Failure {
  readonly code = 'TEMPLATE_BROKEN';
}
