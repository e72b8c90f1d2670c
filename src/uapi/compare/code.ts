// SPDX-License-Identifier: GPL-2.0-only
// What can be told of a header from its text alone, without evaluating it.
import { withoutComments } from '../../c/comments.ts';

/** A header's text is asked for three times in a comparison; a declaration's is short. */
const LONG = 400;
const KEPT = 2_000;
const codes = new Map<string, string>();

/** The text without comments, blanks folded, lines kept apart since a directive ends with its line. */
export function codeAlone(text: string): string {
  if (text.length < LONG) return strip(text);
  let code = codes.get(text);
  if (code === undefined) {
    code = strip(text);
    if (codes.size >= KEPT) codes.clear();
    codes.set(text, code);
  }
  return code;
}

function strip(text: string): string {
  return withoutComments(text.replace(/\\\r?\n/g, ' '))
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[\s]*/g, '\n')
    .trim();
}

/** Whether two texts differ in comments and white space only. */
export function isSameCode(one: string, other: string): boolean {
  return one === other || codeAlone(one) === codeAlone(other);
}

/** A declaration without comments, its white space of no account. */
export function isSameText(one: string, other: string): boolean {
  return one === other || folded(one) === folded(other);
}

function folded(text: string): string {
  return codeAlone(text)
    .replace(/\s+/g, ' ')
    .replace(/ ?([^\w ]) ?/g, '$1');
}

/** What the text includes, by the names as written; directives that a conditional hides too. */
export function includeNames(text: string): string[] {
  const names: string[] = [];
  for (let at = text.indexOf('include'); at >= 0; at = text.indexOf('include', at + 7)) {
    let before = at - 1;
    while (text[before] === ' ' || text[before] === '\t') before--;
    if (text[before] !== '#') continue;
    const name = /^(?:_next)?[ \t]*[<"]([^>"\n]+)[>"]/.exec(text.slice(at + 7, at + 200))?.[1];
    if (name !== undefined) names.push(name);
  }
  return names;
}

/** What a text declares, by its form and whatever conditionals it stands in. */
export interface DeclaredNames {
  /** What each typedef is made of, in all places. */
  readonly typedefs: ReadonlyMap<string, string>;
  /** The conditionals in order: they can change what every declaration means. */
  readonly conditionals: string;
  /** `#pragma`s in order. */
  readonly pragmas: string;
}

const TYPEDEF = /\btypedef\b([^;{}]*(?:\{[^}]*\})?[^;{}]*);/g;

export function declaredIn(texts: readonly string[]): DeclaredNames {
  const typedefs = new Map<string, string>();
  let conditionals = '';
  let pragmas = '';
  for (const text of texts) {
    const code = codeAlone(text);
    conditionals += `${(code.match(/^# ?(?:if|elif|else|endif|undef).*/gm) ?? []).join('\n')}\n`;
    pragmas += `${(code.match(/^# ?pragma.*/gm) ?? []).join('\n')}\n`;
    for (const [, body = ''] of code.includes('typedef') ? code.matchAll(TYPEDEF) : []) {
      const declarators = body.slice(body.indexOf('}') + 1).replace(/__attribute__.*|\[[^\]]*\]/gs, '');
      const name = /\( ?\* ?(\w+) ?\)/.exec(declarators)?.[1] ?? /(\w+)\s*$/.exec(declarators)?.[1];
      if (name !== undefined) typedefs.set(name, `${typedefs.get(name) ?? ''}${body};`);
    }
  }
  return { typedefs, conditionals, pragmas };
}

/** Every name that a text can declare, by its form: tags, typedefs, macros, enumerators. */
export function namesDeclaredIn(text: string): string[] {
  const code = codeAlone(text);
  const found = [
    ...code.matchAll(/^# ?define (\w+)/gm),
    ...code.matchAll(/\b(?:struct|union|enum) (\w+)\s*\{/g),
    ...code.matchAll(/^\s*([A-Z_][A-Z0-9_]*) ?[,=\n]/gm),
  ].map(([, name = '']) => name);
  return [...new Set([...found, ...declaredIn([text]).typedefs.keys()])];
}
