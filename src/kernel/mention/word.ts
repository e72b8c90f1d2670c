// SPDX-License-Identifier: GPL-2.0-only

/**
 * What a word of C is to an index: a constant (upper case), a name that a parenthesis follows, a member that `|=`, `&=` or
 * `^=` follows.
 */
export type WordKind = 'constant' | 'call' | 'word-written';

/** A word to look for. */
export interface Word {
  readonly kind: WordKind;
  readonly name: string;
}

/** Shorter words stand everywhere. */
export const SHORTEST = 5;
const SALT: Readonly<Record<WordKind, number>> = {
  constant: 0x811c9dc5,
  call: 0x2b992ddf,
  'word-written': 0x9e3779b9,
};

/** FNV-1a of 32 bits, not yet salted. */
export const START = 0x811c9dc5;
export function step(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193);
}

/** Unsigned, 32 bits. */
export function salted(hash: number, kind: WordKind): number {
  return Math.imul(hash ^ SALT[kind], 0x85ebca6b) >>> 0;
}

export function wordHash({ kind, name }: Word): number {
  let hash = START;
  for (let at = 0; at < name.length; at++) hash = step(hash, name.charCodeAt(at));
  return salted(hash, kind);
}
