// SPDX-License-Identifier: GPL-2.0-only
import type { Token } from '../token.ts';
import { readAttributes } from './attribute.ts';
import type { Cursor } from './cursor.ts';
import { type Attributes, type Basic, type CType, joinedAttributes, NO_ATTRIBUTES } from './type.ts';

/** What stands before a declarator: `typedef const struct foo`. */
export interface Specifiers {
  readonly type: CType;
  readonly typedef: boolean;
  readonly attributes: Attributes;
  /** Of the tokens that name the type, without storage class and attributes. */
  readonly words: readonly Token[];
}

/** Reads `struct foo {…}`, `union {…}`, `enum foo`. */
export type ReadTag = (cursor: Cursor) => CType;

const STORAGE = new Set(
  (
    'extern static auto register inline __inline __inline__ _Noreturn _Thread_local __thread __extension__ ' +
    '__always_inline'
  ).split(' '),
);

/** Qualifiers; headers_install strips sparse's annotations, and a side that it did not make still has them. */
const QUALIFIERS = new Set(
  'const __const __const__ volatile __volatile __volatile__ restrict __restrict __restrict__'.split(' '),
);

const SIGNED = new Set(['signed', '__signed', '__signed__']);

const BASIC = new Set(
  'void char short int long float double unsigned signed __signed __signed__ _Bool __int128 _Complex __complex__'.split(
    ' ',
  ),
);

/** Types that the compiler knows by a name of its own. */
const BUILT_IN: ReadonlyMap<string, CType> = new Map<string, CType>([
  ['__int128_t', { kind: 'basic', name: '__int128' }],
  ['__uint128_t', { kind: 'basic', name: 'unsigned __int128' }],
  ['__builtin_va_list', { kind: 'strange', reason: 'the layout of __builtin_va_list is not known' }],
]);

export function isQualifier(text: string): boolean {
  return QUALIFIERS.has(text);
}

/** @throws NotUnderstood where no type stands here */
export function readSpecifiers(cursor: Cursor, readTag: ReadTag): Specifiers {
  let type: CType | undefined;
  let typedef = false;
  let attributes = NO_ATTRIBUTES;
  const basics: string[] = [];
  const words: Token[] = [];
  for (;;) {
    const token = cursor.token;
    if (token?.kind !== 'name') break;
    const { text } = token;
    if (text === 'typedef') typedef = true;
    else if (STORAGE.has(text)) {
      // Says nothing of the type.
    } else if (QUALIFIERS.has(text)) words.push(token);
    else if (BASIC.has(text)) {
      if (type) break;
      basics.push(SIGNED.has(text) ? 'signed' : text);
      words.push(token);
    } else if (text === '__attribute__' || text === '__attribute' || text === '_Alignas') {
      attributes = joinedAttributes(attributes, readAttributes(cursor));
      continue;
    } else if (type || basics.length > 0) break;
    else if (text === 'struct' || text === 'union' || text === 'enum') {
      const first = cursor.at;
      type = readTag(cursor);
      words.push(...named(cursor.tokens.slice(first, cursor.at)));
      continue;
    } else if (text === 'typeof' || text === '__typeof__' || text === '__typeof') {
      cursor.at++;
      const tokens = cursor.balanced();
      type = { kind: 'typeof', tokens };
      words.push(token, ...tokens);
      continue;
    } else {
      type = BUILT_IN.get(text) ?? { kind: 'name', name: text };
      words.push(token);
    }
    cursor.at++;
  }
  type ??= basics.length > 0 ? basicType(basics) : undefined;
  if (!type) return cursor.fail(`"${cursor.peek() || 'the end'}" stands where a type is expected`);
  return { type, typedef, attributes, words };
}

/** Up to the body of a struct: `struct foo`, `union {…}`. */
function named(tokens: readonly Token[]): readonly Token[] {
  const body = tokens.findIndex(({ text }) => text === '{');
  if (body < 0) return tokens;
  const last = tokens[body] as Token;
  return [...tokens.slice(0, body), { ...last, text: '{…}', kind: 'punct' }];
}

function basicType(words: readonly string[]): CType {
  const count = (word: string) => words.filter((each) => each === word).length;
  if (count('_Complex') + count('__complex__') > 0)
    return { kind: 'strange', reason: 'complex numbers are not laid out' };
  const sign = count('unsigned') > 0 ? 'unsigned ' : '';
  const name = ((): string => {
    for (const word of ['void', 'float']) if (count(word)) return word;
    if (count('_Bool')) return 'bool';
    if (count('double')) return count('long') ? 'long double' : 'double';
    if (count('char')) return count('signed') ? 'signed char' : `${sign}char`;
    if (count('__int128')) return `${sign}__int128`;
    if (count('short')) return `${sign}short`;
    if (count('long')) return `${sign}${count('long') > 1 ? 'long long' : 'long'}`;
    return `${sign}int`;
  })();
  return { kind: 'basic', name: name as Basic };
}
