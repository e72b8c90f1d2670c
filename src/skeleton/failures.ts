// SPDX-License-Identifier: GPL-2.0-only
import { Failure } from '../failure.ts';

/** A name that a new thing cannot have: not in kebab-case, or kept for something else. */
export class BadName extends Failure {
  readonly code = 'BAD_NAME';
}

/** Something is called that already. */
export class NameTaken extends Failure {
  readonly code = 'NAME_TAKEN';
}

/** The topic has nothing to begin from, or lists its variants in a way that a program cannot extend. */
export class NoSkeleton extends Failure {
  readonly code = 'NO_SKELETON';
}
