// SPDX-License-Identifier: GPL-2.0-only
// Backports with one change where it does not belong, as patch with fuzz or a hand puts it.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { carriedFile } from '../src/backport/carry.ts';
import { lineChanges, type OutlinedChange, withChanges } from '../src/backport/change.ts';
import { judgeBackport } from '../src/backport/judge.ts';
import { surrounding } from '../src/backport/likeness.ts';
import { unitAt } from '../src/backport/outline/outline.ts';
import { patchSides } from '../src/backport/patch-side.ts';
import { outlinedFile } from '../src/backport/place.ts';
import type { OutlinedFile } from '../src/backport/side.ts';
import { telling } from '../src/backport/text-lines.ts';
import type { Judgement } from '../src/backport/verdict.ts';
import { readDiffs } from '../src/mail/diff.ts';
import { readText } from '../src/mail/read.ts';
import { diffOf, type PortCase } from './port-cases.ts';

export interface Misplaced {
  readonly text: string;
  readonly how: 'patch -F3' | 'hand';
}

/** The case's change in the wrong place: where patch finds one once the right definition is hidden, else where it looks most alike. */
export async function misplaced(one: PortCase, folder: string): Promise<Misplaced | undefined> {
  return (await byPatch(one, folder)) ?? byHand(one);
}

async function byPatch(
  { path, base, patch, target, unit }: PortCase,
  folder: string,
): Promise<Misplaced | undefined> {
  const changes = lineChanges(base, readDiffs(patch, 'bench')[0]?.hunks ?? []) ?? [];
  if (changes.length !== 1) return undefined;
  const { outline, lines } = outlinedFile(path, target);
  const there = outline.units.find(({ words }) => words === unit);
  if (!there) return undefined;
  const hidden = lines.map(({ raw }, at) =>
    at >= there.from && at < there.to ? `\t/* hidden ${at} */\n` : raw,
  );
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'file');
  await writeFile(file, hidden.join(''), 'latin1');
  const argv = ['-s', '-f', '-F3', '--no-backup-if-mismatch', file];
  const ran = await execa('patch', argv, { cwd: folder, input: Buffer.from(patch, 'latin1'), reject: false });
  if (ran.exitCode !== 0) return undefined;
  const text = await readFile(file, 'latin1');
  return {
    how: 'patch -F3',
    text: text.replace(/^\t\/\* hidden (\d+) \*\/\n/gm, (_, at) => lines[Number(at)]?.raw ?? ''),
  };
}

/** Places of another definition that share less with the original are not taken for it. */
const ALIKE = 0.12;

/** One change of several in the definition that looks most like its own; the others where they belong. */
function byHand({ path, base, patch, target, right }: PortCase): Misplaced | undefined {
  const [ours, theirs] = [outlinedFile(path, base), outlinedFile(path, target)];
  const changes = lineChanges(base, readDiffs(patch, 'bench')[0]?.hunks ?? []) ?? [];
  const carried = carriedFile(ours, changes, theirs).changes;
  const edits = carried.flatMap(({ change, decision }) =>
    decision.state === 'placed' ? [{ from: decision.from, to: decision.to, added: change.added }] : [],
  );
  if (edits.length < changes.length) return undefined;
  let best: { index: number; at: number; score: number } | undefined;
  for (const [index, change] of changes.entries()) {
    if (![...change.removed, ...change.added].some(telling)) continue;
    for (const { at, score } of placesLike(ours, change, theirs))
      if (!best || score > best.score) best = { index, at, score };
  }
  if (!best) return undefined;
  const { index, at } = best;
  const size = changes[index]?.removed.length ?? 0;
  const moved = edits.map((edit, one) => (one === index ? { ...edit, from: at, to: at + size } : edit));
  const text = withChanges(theirs.lines, moved);
  return text === right ? undefined : { how: 'hand', text };
}

function placesLike(
  ours: OutlinedFile,
  change: OutlinedChange,
  theirs: OutlinedFile,
): { at: number; score: number }[] {
  const { removed } = change;
  const own = unitAt(ours.outline.units, change.from, change.to);
  const found: { at: number; score: number }[] = [];
  for (let at = 1; at + removed.length < theirs.lines.length; at++) {
    if (!removed.every((line, index) => theirs.lines[at + index]?.plain === line.plain)) continue;
    const unit = unitAt(theirs.outline.units, at, at + removed.length);
    if (!unit || unit.kind !== own?.kind || unit.words === own.words) continue;
    const score = surrounding(ours, change, theirs, { from: at, to: at + removed.length }).likeness;
    if (score >= ALIKE) found.push({ at, score });
  }
  return found;
}

/** What kpw backport check says of a result. */
export async function checked(
  { path, base, patch, target }: PortCase,
  result: string,
  folder: string,
): Promise<Judgement> {
  const made = await diffOf(target, result, 3, folder, path);
  const [upstream] = await patchSides(await readText(patch, 'upstream'), async (name) =>
    name === path ? base : undefined,
  );
  const [backport] = await patchSides(await readText(made, 'backport'), async (name) =>
    name === path ? target : undefined,
  );
  if (!upstream || !backport) throw new Error('a case without a patch');
  return judgeBackport(upstream, backport);
}
