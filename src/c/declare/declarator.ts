// SPDX-License-Identifier: GPL-2.0-only
import type { Token } from '../token.ts';
import { readAttributes } from './attribute.ts';
import type { Cursor } from './cursor.ts';
import { isQualifier } from './specifiers.ts';
import { type Attributes, type CType, joinedAttributes } from './type.ts';

/** What follows the specifiers: `*name[16]`, `(*name)(int)`; without a name in a type name. */
export interface Declarator {
  readonly name: Token | undefined;
  /** The declared type around the specifiers'. */
  readonly type: CType;
  readonly attributes: Attributes;
}

/** @throws NotUnderstood */
export function readDeclarator(cursor: Cursor, base: CType): Declarator {
  const { name, wrap, attributes } = read(cursor);
  return { name, type: wrap(base), attributes };
}

/** What a type is made of, level by level: more is no header. */
const LEVELS = 100;

interface Partial {
  readonly name: Token | undefined;
  readonly wrap: (type: CType) => CType;
  readonly attributes: Attributes;
}

function read(cursor: Cursor): Partial {
  let attributes = readAttributes(cursor);
  let pointers = 0;
  while (cursor.peek() === '*' || isQualifier(cursor.peek())) {
    if (cursor.accept('*')) pointers++;
    else cursor.at++;
    if (pointers > LEVELS) cursor.fail(`more than ${LEVELS} pointers to each other`);
    attributes = joinedAttributes(attributes, readAttributes(cursor));
  }
  let inner: Partial | undefined;
  let name: Token | undefined;
  if (cursor.peek() === '(' && opensDeclarator(cursor)) {
    cursor.at++;
    inner = cursor.nested(() => read(cursor));
    cursor.expect(')');
    attributes = joinedAttributes(attributes, inner.attributes);
    name = inner.name;
  } else if (cursor.token?.kind === 'name') {
    name = cursor.token;
    cursor.at++;
  }
  const suffixes = readSuffixes(cursor);
  attributes = joinedAttributes(attributes, readAttributes(cursor));
  const wrap = (type: CType): CType => {
    let made = type;
    for (let count = 0; count < pointers; count++) made = { kind: 'pointer', to: made };
    for (let index = suffixes.length - 1; index >= 0; index--) {
      const suffix = suffixes[index] as Suffix;
      made =
        suffix.kind === 'array' ? { kind: 'array', of: made, length: suffix.length } : { kind: 'function' };
    }
    return inner ? inner.wrap(made) : made;
  };
  return { name, wrap, attributes };
}

/** A parenthesis groups a declarator where no parameter list can stand: before `*`, a name that is followed by its end. */
function opensDeclarator(cursor: Cursor): boolean {
  const next = cursor.peek(1);
  if (next === '*' || next === '(' || next === '[' || next === '__attribute__') return true;
  const after = cursor.peek(2);
  return cursor.tokens[cursor.at + 1]?.kind === 'name' && (after === ')' || after === '[' || after === '(');
}

type Suffix = { kind: 'array'; length: readonly Token[] | undefined } | { kind: 'function' };

function readSuffixes(cursor: Cursor): Suffix[] {
  const suffixes: Suffix[] = [];
  for (;;) {
    const text = cursor.peek();
    if (suffixes.length > LEVELS) cursor.fail(`more than ${LEVELS} dimensions`);
    if (text === '[') {
      const length = cursor.balanced();
      suffixes.push({ kind: 'array', length: length.length > 0 ? length : undefined });
    } else if (text === '(') {
      cursor.balanced();
      suffixes.push({ kind: 'function' });
    } else return suffixes;
  }
}
