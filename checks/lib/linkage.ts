// SPDX-License-Identifier: GPL-2.0-only
// How functions are linked in C++: a name outside of extern "C" is mangled, and no library of C has it.
import { blankComments } from '../../src/c/comments.ts';
import { headerText } from '../../src/uapi/header-text.ts';
import type { Api, ApiFunction, Comparison } from '../../src/uapi/model.ts';

/** `extern "C" {`, and macros of C libraries that stand for it. */
const OPENS = /\bextern\s+"C"\s*\{|\b\w*BEGIN_DECLS\b/g;
/** A macro may stand for it before each function, or around all of them. */
const BY_MACRO = /^[ \t]*#[ \t]*define\b.*\bextern\s+"C"/m;

/** Prototypes that were inside of extern "C", by header, and are outside of it now. */
export function unlinkedFunctions(uapi: Comparison): { header: string; functions: ApiFunction[] }[] {
  return [...uapi.texts].flatMap((header) => {
    const was = regionsOf(uapi.before, header);
    const is = regionsOf(uapi.after, header);
    if (!was || !is || was.length === 0) return [];
    const old = new Map(prototypes(uapi.before, header).map((one) => [one.name, one]));
    const functions = prototypes(uapi.after, header).filter((one) => {
      const then = old.get(one.name);
      return then !== undefined && isInside(then, was) && !isInside(one, is) && !isMarked(uapi.after, one);
    });
    return functions.length > 0 ? [{ header, functions }] : [];
  });
}

function prototypes(api: Api, header: string): ApiFunction[] {
  const { functions = [] } = api.header(header) ?? {};
  return functions.filter(
    ({ body, variable, text }) => body === undefined && !variable && !/^static\b/.test(text),
  );
}

/** A macro in front of it may say how it is linked. */
function isMarked(api: Api, { header, line }: ApiFunction): boolean {
  const text = headerText(api, header)?.text.split('\n')[line - 1] ?? '';
  return /^\s*_*[A-Z][A-Z0-9_]+\b/.test(text);
}

type Region = readonly [from: number, to: number];

/** Lines between which what is declared is linked as in C; undefined where the header's text is not there. */
function regionsOf(api: Api, header: string): Region[] | undefined {
  const text = headerText(api, header)?.text;
  if (text === undefined) return undefined;
  if (!/extern\s+"C"|_DECLS\b/.test(text)) return [];
  const plain = blankComments(text);
  if (BY_MACRO.test(plain)) return [[1, Number.POSITIVE_INFINITY]];
  const code = plain.replace(/^[ \t]*#[^\n]*/gm, (directive) => ' '.repeat(directive.length));
  const line = (at: number) => code.slice(0, at).split('\n').length;
  const regions: Region[] = [];
  for (const { 0: opening, index } of code.matchAll(OPENS)) {
    const end = opening.endsWith('{') ? closing(code, index + opening.length) : code.length;
    regions.push([line(index), line(end)]);
  }
  for (const { index } of code.matchAll(/\bextern\s+"C"\s+(?!\{)\w/g))
    regions.push([line(index), line(code.indexOf(';', index))]);
  return regions;
}

/** Behind the brace that ends a block; the end of the text where none does. */
function closing(code: string, from: number): number {
  let depth = 1;
  for (let at = from; at < code.length; at++) {
    if (code[at] === '{') depth++;
    else if (code[at] === '}' && --depth === 0) return at;
  }
  return code.length;
}

function isInside({ line }: ApiFunction, regions: readonly Region[]): boolean {
  return regions.some(([from, to]) => line >= from && line <= to);
}
