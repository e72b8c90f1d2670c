// SPDX-License-Identifier: GPL-2.0-only
import type { Token } from '../token.ts';
import { Cursor, NotUnderstood } from './cursor.ts';
import { readDeclarator } from './declarator.ts';
import { readTag } from './record.ts';
import { readSpecifiers } from './specifiers.ts';
import type { CType } from './type.ts';

/** The type of `sizeof(struct foo *[4])`; undefined where the tokens are none. */
export function readTypeName(tokens: readonly Token[]): CType | undefined {
  const cursor = new Cursor(tokens);
  try {
    const { type } = readSpecifiers(cursor, (inner) =>
      readTag(inner, { record: () => undefined, enum: () => undefined, packAt: () => 0 }),
    );
    const declarator = readDeclarator(cursor, type);
    return cursor.done && !declarator.name ? declarator.type : undefined;
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}
