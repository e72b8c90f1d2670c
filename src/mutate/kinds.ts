// SPDX-License-Identifier: GPL-2.0-only

/** What a mutant does to a changed line, one sentence each: `kpw mutate --json` and docs/mutation.md name them so. */
export const KINDS = {
  statement: 'a statement is dropped',
  unlock: 'a lock is not released',
  put: 'a reference is not put',
  free: 'memory is not freed',
  copy: 'a copy to or from userspace is not made',
  negated: 'a condition is negated',
  constant: 'a condition is always true, or never',
  clause: 'one clause of a condition is dropped',
  connective: '&& stands for ||, or || for &&',
  bound: 'a bound is off by one',
  number: 'a constant is exchanged',
  errno: 'an errno is exchanged',
  operator: 'an operator is exchanged',
  value: 'another value is returned',
  arguments: 'an argument is exchanged with its neighbour',
  hunk: 'a change is left out',
} as const;

export type MutationKind = keyof typeof KINDS;

/** One small mistake in one changed line of a patch. */
export interface Mutant {
  /** Eight hex digits of what it does and where, which stay the same when lines move. */
  readonly id: string;
  readonly kind: MutationKind;
  /** Path in the tree. */
  readonly path: string;
  /** The file as the mistake leaves it; it has as many lines as before, so that no other line is compiled differently. */
  readonly text: string;
  /** 1-based, in the sound file. */
  readonly line: number;
  /** Undefined outside of any. */
  readonly function: string | undefined;
  /** Lines of the sound file that it changes, and what becomes of them, without indentation. */
  readonly was: readonly string[];
  readonly becomes: readonly string[];
  /** What a user of such a kernel would see, one sentence. */
  readonly means: string;
}

/** A mutation before it has an identity: replace bytes [start, end) of the sound file. */
export interface MutatedText {
  readonly kind: MutationKind;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly means: string;
}
