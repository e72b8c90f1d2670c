// SPDX-License-Identifier: GPL-2.0-only

import { blankComments } from '../../../src/c/comments.ts';
import { lineOf } from '../../../src/c/lines.ts';
import type { SourceFile } from '../../../src/c/parse.ts';
import { memo, memoPair } from '../../../src/memo.ts';
import type { Quotation } from '../../../src/series/finding.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { oneLine } from '../tell.ts';
import { bareText, isDriver } from './code.ts';

/** A function as text: enough to ask which names it mentions, a hundred times cheaper than a parse. */
export interface FunctionText {
  readonly path: string;
  readonly name: string;
  /** From the head to the last brace, comments blanked. */
  readonly text: string;
  /** 1-based, of the head. */
  readonly line: number;
}

/** The kernel's style begins a definition in the first column and its body with a brace on a line of its own. */
export const HEAD =
  /^(?:[A-Za-z_][\w \t*]*?(?:\n[\w \t*]*?)?\b|(?=(?:COMPAT_)?SYSCALL_DEFINE\d\())(\w+)[ \t]?\([^;{}#]*\)\s*\n\{/gm;
/** By text: both sides of a patch share most files. */
const split = new Map<string, readonly Omit<FunctionText, 'path'>[]>();

/** Functions of every driver at hand. */
export const bodiesOf = memo((sources: Sources): readonly FunctionText[] =>
  sources.paths.filter(isDriver).flatMap((path) => {
    const file = sources.get(path);
    return file ? bodiesIn(file) : [];
  }),
);

/** Of one file, which two sides may share. */
const bodiesIn = memo((file: SourceFile): readonly FunctionText[] =>
  readFunctions(bareText(file)).map((part) => ({ ...part, path: file.path })),
);

/** The functions of a text, in order. */
export function functionsIn(text: string): readonly Omit<FunctionText, 'path'>[] {
  const parts = split.get(text) ?? readFunctions(blankComments(text));
  split.set(text, parts);
  return parts;
}

/** @param plain without comments */
function readFunctions(plain: string): Omit<FunctionText, 'path'>[] {
  const found: Omit<FunctionText, 'path'>[] = [];
  let line = 1;
  let at = 0;
  for (const match of plain.matchAll(HEAD)) {
    const end = plain.indexOf('\n}', match.index + match[0].length - 1);
    const body = plain.slice(match.index, end < 0 ? undefined : end + 2);
    for (
      let next = plain.indexOf('\n', at);
      next >= 0 && next < match.index;
      next = plain.indexOf('\n', next + 1)
    ) {
      line++;
      at = next + 1;
    }
    found.push({ name: definedName(match[0], match[1] ?? ''), text: body, line });
  }
  return found;
}

/** `SYSCALL_DEFINE2(openat, …)` defines sys_openat(): a file may have many that begin alike. */
export function definedName(head: string, name: string): string {
  const call = /^(COMPAT_)?SYSCALL_DEFINE\d\(\s*(\w+)/.exec(head);
  return call ? `${call[1] ? 'compat_' : ''}sys_${call[2]}` : name;
}

/** Where in a function a word first stands. */
export function firstMention({ path, text, line }: FunctionText, what: string | RegExp): Quotation {
  const pattern = typeof what === 'string' ? new RegExp(`\\b${what}\\b`) : what;
  const at = Math.max(0, text.search(pattern));
  const before = lineOf(text, at) - 1;
  const whole = text.split('\n')[before] ?? '';
  return { file: path, line: line + before, text: oneLine(whole) };
}

/** A function before and after; moved to another file it is the same, renamed it is not. */
export interface BodyPair {
  readonly before: FunctionText;
  readonly after: FunctionText;
}

/** Functions that both sides have and that differ; ten rules ask for them. */
export const changedBodies = memoPair((before: Sources, after: Sources): readonly BodyPair[] => {
  const now = new Map<string, FunctionText[]>();
  for (const body of bodiesOf(after)) {
    const known = now.get(body.name);
    if (known) known.push(body);
    else now.set(body.name, [body]);
  }
  // A file may define one under several conditions: the first is paired with the first.
  const seen = new Map<string, number>();
  return bodiesOf(before).flatMap((body): BodyPair[] => {
    const key = `${body.path} ${body.name}`;
    const place = seen.get(key) ?? 0;
    seen.set(key, place + 1);
    const same = now.get(body.name) ?? [];
    const here = same.filter(({ path }) => path === body.path);
    if (here.some(({ text }) => text === body.text)) return [];
    const other = here[place] ?? here[0] ?? (same.length === 1 ? same[0] : undefined);
    return other && other.text !== body.text ? [{ before: body, after: other }] : [];
  });
});

/** So few lines that go, and none that comes, are no rewriting, however short the function is. */
const FEW = 4;

/** Share of the lines before that stand in the function after, 0 to 1; 1 too where nothing but a few lines went. */
export function kept({ before, after }: BodyPair): number {
  const lines = (text: string) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.length > 1);
  const now = new Set(lines(after.text));
  const was = lines(before.text);
  const old = new Set(was);
  const gone = was.filter((line) => !now.has(line)).length;
  if (gone <= FEW && [...now].every((line) => old.has(line))) return 1;
  return was.filter((line) => now.has(line)).length / (was.length || 1);
}
