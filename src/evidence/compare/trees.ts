// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { functionsIn } from '../../../checks/lib/driver/body.ts';
import type { Context } from '../../context.ts';
import { type FileDiff, readDiffs } from '../../mail/diff.ts';
import type { File, PatchFiles, PatchStep } from '../../mail/history.ts';
import { comparisonStream } from '../../series/comparison-stream.ts';
import { scratchGit } from '../../series/scratch.ts';

/** Files that a design touches, before all of its patches and behind them. */
export interface Ends {
  readonly before: PatchFiles;
  readonly after: PatchFiles;
}

/** The patches of a series as one. */
export function endsOf(steps: readonly PatchStep[]): Ends {
  const before = new Map<string, File | undefined>();
  const after = new Map<string, File | undefined>();
  for (const step of steps) {
    for (const [path, file] of step.before) if (!before.has(path)) before.set(path, file);
    for (const [path, file] of step.after) after.set(path, file);
  }
  return { before, after };
}

/** Differences between trees of which only the touched files are looked at. */
export interface TreeDiffs {
  /** Of each design against what it was applied to, in their order. */
  readonly own: readonly (readonly FileDiff[])[];
  /** Of design `b` against design `a`. */
  between(a: number, b: number): Promise<readonly FileDiff[]>;
}

/**
 * Lets git compare the ends of designs, without context and renames.
 *
 * @param work is handed the differences while the repository is there
 * @throws GitFailed, HostLacks (no git)
 */
export async function withTreeDiffs<T>(
  designs: readonly Ends[],
  context: Context,
  work: (diffs: TreeDiffs) => Promise<T>,
): Promise<T> {
  const folder = await context.cache.temporary();
  try {
    const repository = join(folder, 'ends.git');
    await mkdir(join(repository, 'info'), { recursive: true });
    await scratchGit(repository, ['init', '--bare', '--initial-branch=root']);
    await writeFile(join(repository, 'info', 'attributes'), '*.[ch] diff=cpp\n');
    const histories = Object.fromEntries(designs.map((ends, at) => [`d${at}`, [squashed(ends, designs)]]));
    await scratchGit(
      repository,
      ['fast-import', '--quiet'],
      comparisonStream(histories, () => ''),
    );
    context.signal.throwIfAborted();
    const diff = async (one: string, other: string) =>
      readDiffs(
        await scratchGit(repository, ['diff', '-U0', '--no-renames', '--no-color', one, other]),
        'git diff',
      );
    const own: FileDiff[][] = [];
    for (const at of designs.keys()) own.push(await diff(`d${at}-base`, `d${at}`));
    return await work({ own, between: (a, b) => diff(`d${a}`, `d${b}`) });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** One patch that has the files of all designs before it: what one does not touch, it leaves as it was. */
function squashed({ before, after }: Ends, all: readonly Ends[]): PatchStep {
  const whole = new Map(before);
  for (const other of all)
    for (const [path, file] of other.before) if (!whole.has(path)) whole.set(path, file);
  return { title: '', body: '', before: whole, after: new Map([...whole, ...after]) };
}

/** Lines that a diff adds and takes away. */
export function diffCounts({ hunks }: FileDiff): { insertions: number; deletions: number } {
  const lines = hunks.flatMap((hunk) => hunk.lines);
  const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
  return { insertions: count('+'), deletions: count('-') };
}

/** Functions and types of C that have changed lines, in the order of the hunks. */
export function changedNames(
  { hunks }: FileDiff,
  before: string | undefined,
  after: string | undefined,
): string[] {
  const [old, fresh] = [spans(before), spans(after)];
  const names = new Set<string>();
  for (const { oldStart, oldLines, newStart, newLines } of hunks)
    for (const name of [...inside(old, oldStart, oldLines), ...inside(fresh, newStart, newLines)])
      names.add(name);
  return [...names];
}

/** The function or type that a line of a text is in. */
export function functionAt(text: string | undefined, line: number): string | undefined {
  return inside(spans(text), line, 1)[0];
}

interface Span {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const TYPE = /^(?:typedef )?((?:struct|union|enum) \w+)\b[^;{}()]*\{/gm;

function spans(text: string | undefined): Span[] {
  if (text === undefined) return [];
  const functions = functionsIn(text).map(({ name, line, text: body }) => ({
    ...{ name, from: line },
    to: line + body.split('\n').length - 1,
  }));
  const types = [...text.matchAll(TYPE)].map(({ 0: head, 1: name = '', index }) => {
    const end = text.indexOf('\n}', index + head.length - 1);
    const lines = (piece: string) => piece.split('\n').length;
    return {
      name,
      from: lines(text.slice(0, index)),
      to: lines(text.slice(0, end < 0 ? undefined : end + 1)),
    };
  });
  return [...functions, ...types];
}

function inside(all: readonly Span[], start: number, lines: number): string[] {
  if (lines === 0) return [];
  return all.filter(({ from, to }) => start <= to && start + lines - 1 >= from).map(({ name }) => name);
}
