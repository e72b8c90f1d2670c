// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import type { FileDiff } from '../../mail/diff.ts';
import type { PatchStep } from '../../mail/history.ts';
import type { Hunk } from '../../mail/hunk.ts';
import { rangeDiff } from '../../series/range-diff.ts';
import type { ComparedPair } from './schema.ts';
import { diffCounts, type Ends, functionAt, type TreeDiffs } from './trees.ts';

/** A design with all that its comparison with another needs. */
export interface Applied {
  readonly name: string;
  readonly steps: readonly PatchStep[];
  readonly ends: Ends;
}

/** Lines of context that git range-diff compares. */
const CONTEXT = 3;

/**
 * Two designs: patch by patch as git range-diff sees them, file by file as they leave the tree, and where they cannot
 * both be applied.
 *
 * @param at of both in `diffs`
 * @throws GitFailed, HostLacks (no git)
 */
export async function comparedPair(
  a: Applied,
  b: Applied,
  diffs: TreeDiffs,
  [atA, atB]: readonly [number, number],
  context: Context,
): Promise<ComparedPair> {
  const asked = { context: CONTEXT, creationFactor: undefined, messages: false };
  const { pairs } = await rangeDiff(a.steps, b.steps, asked, context);
  const between = new Map((await diffs.between(atA, atB)).map((diff) => [diffPath(diff), diff]));
  const [ownA, ownB] = [byPath(diffs.own[atA] ?? []), byPath(diffs.own[atB] ?? [])];
  const paths = [...new Set([...ownA.keys(), ...ownB.keys()])].sort();
  const files = paths.map((path) => {
    const diff = between.get(path);
    const relation = !ownB.has(path) ? 'only-a' : !ownA.has(path) ? 'only-b' : diff ? 'differs' : 'same';
    return { path, relation, ...(diff ? diffCounts(diff) : { insertions: 0, deletions: 0 }) } as const;
  });
  return {
    ...{ a: a.name, b: b.name, same: between.size === 0 },
    ...(pairs.some(({ diff }) => diff !== '') ? { file: `range-diff/${a.name}-${b.name}.txt` } : {}),
    pairs: pairs.map(({ a: one, b: other, ...pair }) => ({
      ...pair,
      ...(one ? { a: one } : {}),
      ...(other ? { b: other } : {}),
    })),
    files,
    conflicts: paths.flatMap((path) => conflictsIn(path, ownA.get(path), ownB.get(path), a.ends, b.ends)),
  };
}

/** Hunks of both that replace the same lines of one base, or add at the same place, and not the same. */
function conflictsIn(
  path: string,
  a: FileDiff | undefined,
  b: FileDiff | undefined,
  ofA: Ends,
  ofB: Ends,
): ComparedPair['conflicts'] {
  const base = ofA.before.get(path)?.text;
  if (!a || !b || base !== ofB.before.get(path)?.text) return [];
  const range = ({ oldStart, oldLines }: Hunk) => {
    const name = functionAt(base, oldStart);
    // Of a hunk without old lines git gives the line behind which it goes.
    const from = oldLines === 0 ? oldStart + 1 : oldStart;
    return { from, lines: oldLines, ...(name === undefined ? {} : { function: name }) };
  };
  return a.hunks.flatMap((one) =>
    b.hunks
      .filter((other) => overlap(one, other) && !alike(one, other))
      .map((other) => ({ path, a: range(one), b: range(other) })),
  );
}

function overlap(one: Hunk, other: Hunk): boolean {
  const [[from, to], [start, end]] = [span(one), span(other)];
  return from <= end && start <= to;
}

/** Between lines where nothing is replaced: two that add at one place meet, and one that replaces a line beside does. */
function span({ oldStart, oldLines }: Hunk): [number, number] {
  return oldLines === 0 ? [oldStart + 0.5, oldStart + 0.5] : [oldStart, oldStart + oldLines - 1];
}

function alike(one: Hunk, other: Hunk): boolean {
  return one.oldStart === other.oldStart && one.lines.join('\n') === other.lines.join('\n');
}

function byPath(diffs: readonly FileDiff[]): Map<string, FileDiff> {
  return new Map(diffs.map((diff) => [diffPath(diff), diff]));
}

export function diffPath({ newPath, oldPath }: FileDiff): string {
  return newPath ?? oldPath ?? '';
}
