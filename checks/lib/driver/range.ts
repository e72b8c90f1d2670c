// SPDX-License-Identifier: GPL-2.0-only
import { lineOf } from '../../../src/c/lines.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { oneLine } from '../tell.ts';
import { bodiesOf, type FunctionText } from './body.ts';

/** A range that a function filters with, as two consecutive assignments set its bounds. */
export interface FilterRange {
  readonly start: string;
  readonly end: string;
  /** What it spans: the terms of the end that are not in the start, `-` before what is subtracted. */
  readonly span: readonly string[];
  /** 1-based, in the file, of the first assignment. */
  readonly line: number;
}

const ASSIGNED = /\b(\w+)\s*=\s*([^;=<>!]+);(?=\s*(\w+)\s*=\s*([^;=<>!]+);)/g;
/** `x_start` and `x_end`: the same word but for which bound it is. */
const BOUNDS: readonly (readonly [RegExp, string])[] = [
  [/start/, 'end'],
  [/begin/, 'end'],
  [/first/, 'last'],
  [/from/, 'to'],
  [/low/, 'high'],
  [/min/, 'max'],
];

/** Ranges of a function that it compares with itself, or hands to a function that does. */
export function rangesIn(sources: Sources, body: FunctionText): FilterRange[] {
  const text = withoutArrows(body.text);
  return [...text.matchAll(ASSIGNED)].flatMap((match) => {
    const [, start = '', from = '', end = '', to = ''] = match;
    if (!arePaired(start, end) || !filters(sources, body, start, end)) return [];
    const line = body.line + lineOf(text, match.index) - 1;
    return [{ start, end, span: difference(termsOf(to), termsOf(from)), line }];
  });
}

function arePaired(start: string, end: string): boolean {
  return BOUNDS.some(([word, other]) => word.test(start) && start.replace(word, other) === end);
}

/** Whether a value is compared with both bounds, here or where they are passed on. */
export function filters(sources: Sources, { text }: FunctionText, start: string, end: string): boolean {
  if (compares(text, start, end)) return true;
  const handed = new RegExp(`\\b(\\w+)\\((?=[^;{}]*\\b${start},\\s*${end}\\b)`, 'g');
  const callees = new Set([...text.matchAll(handed)].map(([, callee]) => callee));
  return bodiesOf(sources).some((one) => {
    if (!callees.has(one.name)) return false;
    const head = one.text.slice(0, one.text.indexOf('{'));
    return [...head.matchAll(/(\w+),(?=[^,()]*?\b(\w+)\s*[,)])/g)].some(
      ([, a = '', b = '']) => arePaired(a, b) && compares(one.text, a, b),
    );
  });
}

function compares(text: string, start: string, end: string): boolean {
  return [start, end].every((name) =>
    new RegExp(`[^<>][<>]=?\\s*${name}\\b|\\b${name}\\s*[<>](?![<>])`).test(withoutArrows(text)),
  );
}

const ARROW = '\u2192';

/** An arrow's `>` compares nothing. */
function withoutArrows(text: string): string {
  return text.replaceAll('->', ARROW);
}

/** Operands of + and - at the top. */
function termsOf(expression: string): string[] {
  const text = oneLine(expression).replace(/\s+/g, '');
  const terms = [''];
  let open = 0;
  for (const char of text) {
    if (/[([]/.test(char)) open++;
    if (/[)\]]/.test(char)) open--;
    if (open === 0 && (char === '+' || char === '-')) terms.push(char === '-' ? '-' : '');
    else terms[terms.length - 1] += char;
  }
  return terms.filter((term) => !/^-?0?$/.test(term)).map((term) => term.replaceAll(ARROW, '->'));
}

function difference(to: readonly string[], from: readonly string[]): string[] {
  const left = [...to];
  const taken = from.filter((term) => {
    const at = left.indexOf(term);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [...left, ...taken.map((term) => (term.startsWith('-') ? term.slice(1) : `-${term}`))];
}
