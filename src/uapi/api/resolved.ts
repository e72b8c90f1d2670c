// SPDX-License-Identifier: GPL-2.0-only
// What a type is called once all typedefs in it are written out: two names of one type are the same then.
import { type Token, tokenise } from '../../c/token.ts';
import { closingPlace, commaParts } from '../../c/token-group.ts';
import { codeAlone } from '../compare/code.ts';
import type { View } from './view.ts';

/** Typedefs of typedefs; more is no header. */
const DEEP = 20;

/**
 * A type, or a function's signature, with its typedefs written out: `foo_t` is `struct foo *`, `__u32` is `unsigned`.
 * Names of parameters mean nothing. A name that says a byte order stays as it is: a compiler takes it for any integer,
 * and no reader does.
 *
 * @param type as a member or a signature has it, without a name
 */
export function resolvedType(view: View, type: string): string {
  return resolve(view, tokenise(type), DEEP);
}

function resolve(view: View, tokens: readonly Token[], depth: number): string {
  const { qualifiers, words, rest } = parted(tokens);
  const [only] = words;
  const meaning = words.length === 1 && only && depth > 0 ? declaratorOf(view, only) : undefined;
  if (meaning) {
    const { before, after } = meaning;
    // `const foo_t` is a constant pointer, not a pointer to a constant.
    const pointer = before.some(({ text }) => text === '*');
    const marks = qualifiers.map(wordToken);
    const inner = pointer ? [...marks, ...rest] : rest;
    const grouped = /^\*/.test(rest[0]?.text ?? '') && opens(after) && !opensGroup(before);
    const whole = grouped ? [punct('('), ...inner, punct(')')] : inner;
    return resolve(view, [...(pointer ? [] : marks), ...before, ...whole, ...after], depth - 1);
  }
  const head = [...[...new Set(qualifiers)].sort(), ...basic(words)].join(' ');
  return [head, ...declarator(view, rest, depth)].join(' ');
}

interface Parted {
  readonly qualifiers: readonly string[];
  readonly words: readonly string[];
  /** From the first `*`, `(` or `[` on. */
  readonly rest: readonly Token[];
}

function parted(tokens: readonly Token[]): Parted {
  const end = tokens.findIndex(({ kind }) => kind !== 'name');
  const head = (end < 0 ? tokens : tokens.slice(0, end)).map(({ text }) =>
    text.replace(/^__(const|volatile|signed)(__)?$/, '$1'),
  );
  const all = head.filter((word) => !QUALIFIER.test(word) && !UNSEEN.test(word));
  const tagged = /^(?:struct|union|enum)$/.test(all[0] ?? '');
  const basics = all.filter((word) => BASIC.test(word));
  // Behind the type's own words the name of a parameter may stand.
  const words = tagged ? all.slice(0, 2) : basics.length > 0 ? basics : all.slice(0, 1);
  const qualifiers = head.filter((word) => QUALIFIER.test(word));
  return { qualifiers, words, rest: end < 0 ? [] : tokens.slice(end) };
}

const QUALIFIER = /^(?:const|volatile)$/;
const UNSEEN =
  /^(?:restrict|__restrict(?:__)?|__user|__force|__iomem|__rcu|__bitwise|__extension__|typedef)$/;
const BASIC = /^(?:void|char|short|int|long|float|double|signed|unsigned|_Bool)$/;
const ORDERED = /^__(?:aligned_)?[lb]e(?:16|32|64)$/;

/** `long unsigned int` and `unsigned long` are one type. */
function basic(words: readonly string[]): string[] {
  if (!words.every((word) => BASIC.test(word))) return [...words];
  const others = words.filter((word) => word !== 'int' && (word !== 'signed' || words.includes('char')));
  return others.length > 0 ? others.sort() : ['int'];
}

/** What stands before and behind the name in the typedef of it; undefined where none is known, or it has a body without a tag. */
function declaratorOf(
  { scope }: View,
  name: string,
): { before: readonly Token[]; after: readonly Token[] } | undefined {
  if (ORDERED.test(name)) return undefined;
  const written = scope.typedefText(name);
  if (written === undefined) return undefined;
  const text = codeAlone(written)
    .replace(/\b((?:struct|union|enum) \w+)\s*\{.*\}/s, '$1')
    .replace(/__attribute__ ?\(\(.*?\)\)(?=[^)]|$)/g, '');
  const tokens = tokenise(text).filter(
    ({ text: one }) => one !== ';' && one !== 'typedef' && one !== '__extension__',
  );
  const at = tokens.findLastIndex((token) => token.text === name);
  // Of a list of declarators, and of a type without a tag, the name is all that there is.
  const listed = tokens.some(
    ({ text: one }, index) => one === '{' || (one === ',' && !isInside(tokens, index)),
  );
  return at > 0 && !listed ? { before: tokens.slice(0, at), after: tokens.slice(at + 1) } : undefined;
}

function isInside(tokens: readonly Token[], index: number): boolean {
  let open = 0;
  for (const { text } of tokens.slice(0, index)) open += text === '(' ? 1 : text === ')' ? -1 : 0;
  return open > 0;
}

/** Pointers, bounds and parameters; without the names in them. */
function declarator(view: View, tokens: readonly Token[], depth: number): string[] {
  const made: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const { kind, text } = tokens[at] as Token;
    if (text === '[') {
      const end = closingPlace(tokens, at);
      made.push(
        tokens
          .slice(at, end + 1)
          .map((one) => one.text)
          .join(''),
      );
      at = end;
    } else if (text === '(') {
      const end = closingPlace(tokens, at);
      const inner = tokens.slice(at + 1, end);
      // `(*)` groups; all others hold parameters.
      made.push(
        '(',
        ...(inner[0]?.text === '*' || inner[0]?.text === '('
          ? declarator(view, inner, depth)
          : [parameters(view, inner, depth)]),
        ')',
      );
      at = end;
    } else if (kind !== 'name' || QUALIFIER.test(text)) made.push(text);
  }
  return made;
}

function parameters(view: View, tokens: readonly Token[], depth: number): string {
  // An array is a pointer to its element there.
  return commaParts(tokens)
    .map((one) => resolve(view, one, depth).replace(/ \[[^\]]*\]/, ' *'))
    .join(', ');
}

function opens([first]: readonly Token[]): boolean {
  return first?.text === '[' || first?.text === '(';
}

/** `int (*` of `int (*name)(int)`. */
function opensGroup(tokens: readonly Token[]): boolean {
  return tokens.some(({ text }) => text === '(');
}

function wordToken(text: string): Token {
  return { kind: 'name', text, start: 0, end: 0, space: true };
}

function punct(text: string): Token {
  return { kind: 'punct', text, start: 0, end: 0, space: false };
}
