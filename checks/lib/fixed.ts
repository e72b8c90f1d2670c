// SPDX-License-Identifier: GPL-2.0-only
import { blankComments } from '../../src/c/comments.ts';
import type { ApiHeader, ApiType } from '../../src/uapi/model.ts';
import { identifiers } from './constants.ts';
import { commentsAt } from './tell.ts';

const FIXED =
  /\bfixed\b|\bfrozen\b|\bpart of the (u(ser)?[ -]?)?(abi|api)\b|\b(must|should|can|may|will|shall) ?(not|never) (ever )?(be )?chang|\bnever chang/i;

/** What a comment says that makes a count final: the words; undefined where none does. */
export function declaredFixed(header: ApiHeader, line: number): string | undefined {
  return FIXED.exec(commentsAt(header.text, line))?.[0];
}

/** Types of a header that have an array whose size names one of the constants, directly or through its macros. */
export function sizedBy(header: ApiHeader, constants: readonly string[]): ApiType[] {
  const names = new Set(constants);
  for (let grown = -1; grown !== names.size; ) {
    grown = names.size;
    for (const macro of header.macros)
      if (identifiers(macro.body).some((name) => names.has(name))) names.add(macro.name);
  }
  const sizes = /\[([^\][]*[A-Za-z_][^\][]*)\]/g;
  return header.types.filter(
    ({ kind, text }) =>
      kind !== 'enum' &&
      [...blankComments(text).matchAll(sizes)].some(([, size = '']) =>
        identifiers(size).some((name) => names.has(name)),
      ),
  );
}
