// SPDX-License-Identifier: GPL-2.0-only
import { Failure } from '../failure.ts';

/** A backport of which nothing says what it was made from. */
export class NoUpstream extends Failure {
  readonly code = 'NO_UPSTREAM';
}

/** Changes whose place in another tree is for a person to decide. */
export class PortUndecided extends Failure {
  readonly code = 'PORT_UNDECIDED';
}
