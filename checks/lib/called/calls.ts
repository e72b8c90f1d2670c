// SPDX-License-Identifier: GPL-2.0-only

import { lineOf } from '../../../src/c/lines.ts';
import { memo } from '../../../src/memo.ts';
import type { Subject } from '../../rule.ts';
import { type CodeLine, type PatchChange, patchChanges } from '../review/changes.ts';
import { parenthesis, plainCode } from './plain.ts';

/** A call, by its name, of a function or a macro. */
export interface NamedCall extends CodeLine {
  readonly name: string;
  /** What it passes; undefined where that cannot be told. */
  readonly given: readonly string[] | undefined;
}

const NO_CALL = new Set(
  'if while for switch return sizeof typeof alignof defined asm case else do goto typeof_unqual'.split(' '),
);
/** What may stand before a call; another word there makes it a declaration. */
const BEFORE = new Set('return else do case in'.split(' '));
const CALL = /(?<![\w.$])([A-Za-z_]\w*)[ \t]*(?:\n[ \t]*)?\(/g;

/**
 * Calls in the body of a function.
 *
 * @param text of the function, from its head; comments do not matter
 * @param line of its head, from 1
 */
function callsOf(text: string, path: string, line: number): NamedCall[] {
  const plain = plainCode(text);
  const found: NamedCall[] = [];
  const open = plain.indexOf('\n{');
  // Macros that a function makes for itself paste and rename as they like.
  if (open < 0 || /^[ \t]*#[ \t]*define\b/m.test(plain)) return [];
  CALL.lastIndex = open + 2;
  for (let match = CALL.exec(plain); match; match = CALL.exec(plain)) {
    const [whole, name = ''] = match;
    const before = plain.slice(Math.max(0, match.index - 60), match.index).trimEnd();
    if (NO_CALL.has(name) || /->$|\.$|^\s*#.*$/.test(before.split('\n').at(-1) ?? '')) continue;
    const word = /(\w+)$/.exec(before)?.[1];
    if (word !== undefined && !BEFORE.has(word)) continue;
    const inside = parenthesis(plain, match.index + whole.length - 1);
    found.push({
      ...{ path, name, given: inside?.parts },
      line: line + lineOf(plain, match.index) - 1,
      text: plain.slice(match.index, inside?.end ?? match.index + whole.length),
    });
  }
  return found;
}

/** Calls that have a line which the patches add, each once, by the texts behind the last patch that makes them. */
export function addedCalls(subject: Pick<Subject, 'patches'>): NamedCall[] {
  return patchChanges(subject).flatMap(callsAdded);
}

const callsAdded = memo(({ functions }: PatchChange): NamedCall[] =>
  functions.flatMap(({ after, added }) => {
    const lines = new Set(added.map(({ line }) => line));
    return callsOf(after.text, after.path, after.line).filter(({ line, text }) =>
      text.split('\n').some((_, at) => lines.has(line + at)),
    );
  }),
);
