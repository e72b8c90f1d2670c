// SPDX-License-Identifier: GPL-2.0-only
import { RESERVE_WORDS } from '../reserve-names.ts';
import type { FunctionText } from './body.ts';

/** A question for bits or bytes that have no meaning yet, which is answered with an error. */
export interface ReservedQuestion {
  /** The member or variable: `flags`, `__reserved_2`. */
  readonly of: string;
  readonly kind: 'flags' | 'reserved';
  /** The one element of an array that it asks for, by a number; undefined for all of them, or where there is no array. */
  readonly element?: string;
  /** As written, on one line: `attr->__reserved_2`, `flags & ~LAMP_KNOWN`. */
  readonly text: string;
}

const SPACE = new RegExp(`(?:^|[.>])(_*(?:${RESERVE_WORDS})_*\\d*_*)$`);

/**
 * What a function refuses of flags that it does not know and of reserved space, by its text: so that system calls, whose
 * head is a macro, are read as well.
 */
export function questionsIn({ text }: Pick<FunctionText, 'text'>): ReservedQuestion[] {
  const found: ReservedQuestion[] = [];
  for (const { index, 0: head } of text.matchAll(/\bif\s*\(/g)) {
    const from = index + head.length;
    const to = closing(text, from);
    const then = /^\s*\{?[^;{}]*;/.exec(text.slice(to + 1))?.[0] ?? '';
    // `return -EINVAL;`, `ret = -EINVAL;`, `goto out;`
    if (!/-E[A-Z]|\bgoto\b/.test(then)) continue;
    for (const term of terms(text.slice(from, to))) {
      const one = asked(term);
      if (one) found.push(one);
    }
  }
  return found;
}

function asked(term: string): ReservedQuestion | undefined {
  const text = term.replace(/\s+/g, ' ').trim();
  const mask = /^\(*([\w.\->[\]]+) ?& ?\(*~/.exec(text) ?? /^\(*~[^&]*& ?\(*([\w.\->[\]]+)\)*$/.exec(text);
  const masked = mask?.[1]?.replace(/\[.*/, '');
  if (masked) return { of: last(masked), kind: 'flags', text };
  const scanned = /^!?\(?\w*(?:memchr_inv|mem_is_zero|check_zeroed_user)\(&?([\w.\->]+)/.exec(text)?.[1];
  const bare =
    scanned ?? /^\(*([\w.\->]+(?:\[\w+\])?)\)*(?: ?(?:!=|>) ?0)?\)*$/.exec(text)?.[1]?.replace(/\[.*/, '');
  const space = bare === undefined ? undefined : SPACE.exec(bare)?.[1];
  if (space === undefined) return undefined;
  const element = scanned === undefined ? /\[(\d+)\]\)*(?: ?(?:!=|>) ?0)?\)*$/.exec(text)?.[1] : undefined;
  return { of: space, kind: 'reserved', text, ...(element !== undefined && { element }) };
}

function last(path: string): string {
  return path.split(/\.|->/).at(-1) ?? path;
}

/** Operands of || at the top, and of | between reserved words. */
function terms(condition: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < condition.length; at++) {
    const one = condition[at];
    if (one === '(') depth++;
    else if (one === ')') depth--;
    else if (one === '|' && depth === 0) {
      parts.push(condition.slice(from, at));
      if (condition[at + 1] === '|') at++;
      from = at + 1;
    }
  }
  return [...parts, condition.slice(from)];
}

/** Where the parenthesis that opened before `from` closes; the end of the text where it does not. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  return text.length;
}
