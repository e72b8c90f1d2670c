// SPDX-License-Identifier: GPL-2.0-only
import { blankComments } from '../../../src/c/comments.ts';

const plains = new Map<string, string>();
const MOST_KEPT = 256;

/** A text of C without comments, and without what strings and characters hold; every other byte is where it was. */
export function plainCode(text: string): string {
  const known = plains.get(text);
  if (known !== undefined) return known;
  const made = blankComments(text).replace(
    /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g,
    (part) => (part[0] ?? '') + part.slice(1, -1).replace(/[^\n]/g, '_') + (part.at(-1) ?? ''),
  );
  if (plains.size >= MOST_KEPT) plains.clear();
  plains.set(text, made);
  return made;
}

/** What stands between a parenthesis and the one that closes it. */
export interface Parenthesis {
  /** Parts between the commas that are in no inner parenthesis; none where nothing stands there. */
  readonly parts: readonly string[];
  /** Index behind the parenthesis that closes it. */
  readonly end: number;
}

const OPENING = '([{';
const CLOSING = ')]}';

/**
 * @param plain code without comments and strings
 * @param open index of the parenthesis
 * @returns undefined where nothing closes it, or a line of the preprocessor stands in it
 */
export function parenthesis(plain: string, open: number): Parenthesis | undefined {
  const parts: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open; at < plain.length; at++) {
    const character = plain[at] as string;
    if (OPENING.includes(character)) depth++;
    else if (CLOSING.includes(character)) {
      depth--;
      if (depth > 0) continue;
      if (character !== ')') return undefined;
      parts.push(plain.slice(from, at).trim());
      return { parts: parts.length === 1 && parts[0] === '' ? [] : parts, end: at + 1 };
    } else if (character === ',' && depth === 1) {
      parts.push(plain.slice(from, at).trim());
      from = at + 1;
    } else if (character === '#' && /\n[ \t]*$/.test(plain.slice(Math.max(0, at - 40), at))) return undefined;
  }
  return undefined;
}
