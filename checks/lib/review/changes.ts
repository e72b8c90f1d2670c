// SPDX-License-Identifier: GPL-2.0-only
// What a patch changes, function by function: by text, which is enough to ask for and a hundred times cheaper than a parse.

import { blankComments } from '../../../src/c/comments.ts';
import { memo } from '../../../src/memo.ts';
import type { Patch } from '../../../src/series/compose.ts';
import type { Subject } from '../../rule.ts';
import { type FunctionText, functionsIn } from '../driver/body.ts';
import { isDriver } from '../driver/code.ts';

/** A line of a file, without comments. */
export interface CodeLine {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** A function that a patch makes or changes. */
export interface ChangedFunction {
  /** Undefined for one that is new. */
  readonly before: FunctionText | undefined;
  readonly after: FunctionText;
  /** Lines that it has and did not have, in order. */
  readonly added: readonly CodeLine[];
  /** Lines that it had and has no more; their numbers are those of the text before. */
  readonly removed: readonly CodeLine[];
}

/** One patch as rules of this family see it. */
export interface PatchChange {
  readonly patch: Patch;
  readonly functions: readonly ChangedFunction[];
  /** All lines of C that differ, inside of functions and outside, the kernel's own only: no tools, no samples. */
  readonly added: readonly CodeLine[];
  readonly removed: readonly CodeLine[];
}

const changeOnce = memo(changeOf);

/** The patches of a subject that change code which runs in a kernel, selftests of their own left out. */
export function patchChanges({ patches }: Pick<Subject, 'patches'>): PatchChange[] {
  return patches.map(changeOnce);
}

function changeOf(patch: Patch): PatchChange {
  const functions: ChangedFunction[] = [];
  const [added, removed]: [CodeLine[], CodeLine[]] = [[], []];
  for (const [path, text] of patch.after) {
    if (!isCode(path)) continue;
    const was = patch.before.get(path) ?? '';
    const lines = differing(path, numbered(blankComments(was), 1), numbered(blankComments(text), 1));
    added.push(...lines.added);
    removed.push(...lines.removed);
    const old = new Map(bodies(path, was).map((body) => [body.name, body]));
    for (const after of bodies(path, text)) {
      const before = old.get(after.name);
      if (before?.text === after.text) continue;
      const own = differing(
        path,
        before ? numbered(before.text, before.line) : [],
        numbered(after.text, after.line),
      );
      functions.push({ before, after, ...own });
    }
  }
  for (const [path, text] of patch.before)
    if (!patch.after.has(path) && isCode(path))
      removed.push(...numbered(blankComments(text), 1).map((line) => ({ ...line, path })));
  return { patch, functions, added, removed };
}

/** Whether a file is of C, and of the kernel itself. */
export function isCode(path: string): boolean {
  return isDriver(path) || /(^|\/)include\/uapi\/.*\.h$/.test(path);
}

export function bodies(path: string, text: string): FunctionText[] {
  return functionsIn(text).map((body) => ({ ...body, path }));
}

type Numbered = Omit<CodeLine, 'path'>;

function numbered(text: string, first: number): Numbered[] {
  return text.split('\n').map((line, at) => ({ line: first + at, text: line }));
}

/** Lines that only one side has, counted: what moved inside is no difference. */
function differing(
  path: string,
  before: readonly Numbered[],
  after: readonly Numbered[],
): { added: CodeLine[]; removed: CodeLine[] } {
  const only = (lines: readonly Numbered[], others: readonly Numbered[]) => {
    const counts = new Map<string, number>();
    for (const { text } of others) counts.set(text.trim(), (counts.get(text.trim()) ?? 0) + 1);
    return lines.flatMap((one): CodeLine[] => {
      const key = one.text.trim();
      const left = counts.get(key) ?? 0;
      if (left > 0) counts.set(key, left - 1);
      return left > 0 || key === '' ? [] : [{ ...one, path }];
    });
  };
  return { added: only(after, before), removed: only(before, after) };
}

/** Texts of all files that the patches touch, as they are behind the last; undefined for one that is gone. */
export function finalTexts({ patches }: Pick<Subject, 'patches'>): Map<string, string | undefined> {
  const texts = new Map<string, string | undefined>();
  for (const { before, after } of patches) {
    for (const path of before.keys()) texts.set(path, after.get(path));
    for (const [path, text] of after) texts.set(path, text);
  }
  return texts;
}

/** The same before the first. */
export function baseTexts({ patches }: Pick<Subject, 'patches'>): Map<string, string | undefined> {
  const texts = new Map<string, string | undefined>();
  for (const { before, after } of patches)
    for (const path of [...before.keys(), ...after.keys()])
      if (!texts.has(path)) texts.set(path, before.get(path));
  return texts;
}
