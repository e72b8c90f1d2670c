// SPDX-License-Identifier: GPL-2.0-only
// What parentheses, brackets and braces hold together.
import type { Token } from './token.ts';

type Word = Pick<Token, 'text'> | string;

function textOf(word: Word | undefined): string {
  return typeof word === 'string' ? word : (word?.text ?? '');
}

/** Where the parenthesis, bracket or brace at a place is closed; the number of tokens where it is not. */
export function closingPlace(tokens: readonly Word[], from: number): number {
  let open = 0;
  for (let at = from; at < tokens.length; at++) {
    const text = textOf(tokens[at]);
    if (text === '(' || text === '[' || text === '{') open++;
    else if ((text === ')' || text === ']' || text === '}') && --open === 0) return at;
  }
  return tokens.length;
}

/** The parts between commas that stand in no parentheses and brackets; one empty part of nothing. */
export function commaParts<T extends Word>(tokens: readonly T[]): T[][] {
  const parts: T[][] = [[]];
  let open = 0;
  for (const token of tokens) {
    const text = textOf(token);
    if (text === '(' || text === '[') open++;
    if (text === ')' || text === ']') open--;
    if (text === ',' && open === 0) parts.push([]);
    else (parts.at(-1) as T[]).push(token);
  }
  return parts;
}
