// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { changeCounts, type RunChange } from '../changes/change.ts';
import { runChanges } from '../changes/runs.ts';
import { keptDesigns } from '../changes/side.ts';
import { readRun, readRunFile, runNames } from '../evidence/read.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { isFolder } from '../kernel/is-folder.ts';
import { DEBIAN_SERIES } from '../kernel/open.ts';
import { parseSpec } from '../kernel/spec.ts';
import { didYouMean } from '../nearest.ts';
import { changesTable } from '../report/changes.ts';
import { BadParameter, UnknownName } from '../series/errors.ts';
import type { Terminal } from './command.ts';
import { sectioned } from './sectioned.ts';

type Kept = Awaited<ReturnType<typeof readRun>>;

/** Where a kept run lies: a folder of runs and a name in it. */
export interface KeptPlace {
  readonly out: string;
  readonly name: string;
}

/** A run by its name, by its folder as the end of a run prints it, or by the evidence.json in that. */
export function runPlace(run: string, out: string): KeptPlace {
  const path = resolve(run);
  const folder = basename(path) === 'evidence.json' ? dirname(path) : path;
  const isPlace = (run.includes('/') || folder !== path) && existsSync(folder);
  return isPlace ? { out: dirname(folder), name: basename(folder) } : { out, name: run };
}

/** Whether that names a kept run, or a file of evidence, rather than a tree. */
export function isRun(named: string, out: string): boolean {
  const file = resolve(named);
  if (existsSync(file) && statSync(file).isFile()) return true;
  const place = runPlace(named, out);
  return existsSync(resolve(place.out, place.name, 'evidence.json'));
}

/**
 * A tree that --against names, where it is no run.
 *
 * @throws UnknownName for what is neither, with the nearest runs and trees
 */
export async function requiredTree(named: string, out: string): Promise<string> {
  if (parseSpec(named, isFolder)) return named;
  const trees = DEBIAN_SERIES.map((series) => `debian:${series}`);
  throw new UnknownName({
    title: `${named} is neither a run nor a tree`,
    where: `--against ${named}`,
    hint:
      didYouMean(named, [...(await runNames(out)), ...trees]) ??
      'kpw runs lists the runs, kpw trees the trees.',
  });
}

/**
 * A run by name or folder, or a file of evidence that lies anywhere.
 *
 * @throws UnknownName, EvidenceUnreadable
 */
export async function keptRun(run: string, out: string): Promise<Kept> {
  const file = resolve(run);
  if (existsSync(file) && statSync(file).isFile()) return readRunFile(file);
  if (run.includes('/') && !existsSync(file))
    throw new UnknownName({
      title: 'there is no such run, and no such file',
      where: run,
      hint: 'Name a run (kpw runs lists them), its folder, or a file of evidence.',
    });
  const place = runPlace(run, out);
  return readRun(place.out, place.name);
}

/** What changed from one run to another, as data. */
function changesData(before: Kept, after: Kept): { before: string; after: string; changes: RunChange[] } {
  return {
    before: before.run,
    after: after.run,
    changes: runChanges(keptDesigns(before), keptDesigns(after)),
  };
}

/** @throws BadParameter: of two questions nothing is comparable but names that happen to be alike */
function requireSameTopic(before: Kept, after: Kept): void {
  const [was, is] = [before, after].map((run) => ('kind' in run ? run.kind : `topic ${run.topic.id}`));
  if (was === is) return;
  throw new BadParameter({
    title: `the two runs are of different kinds: ${was}, and ${is}`,
    where: `${before.run}, ${after.run}`,
    hint: 'Name two runs of one topic, two comparisons, or two runs of selftests: kpw runs lists them.',
  });
}

/** Prints what changed, and gives the exit status. */
export function showChanges(
  before: Kept,
  after: Kept,
  format: 'table' | 'markdown' | 'json',
  terminal: Terminal,
): number {
  requireSameTopic(before, after);
  const data = changesData(before, after);
  const { changes } = data;
  const counts = changeCounts(changes);
  const refused = counts.regression + counts['new failure'] > 0;
  if (format === 'json') terminal.print(JSON.stringify({ schema: 1, ...data, counts }, null, 2));
  else terminal.print(sectioned(changesTable(changes, before.run, after.run), [], format, terminal));
  if (refused) return EXIT_STATUS.REGRESSION;
  return counts.undetermined > 0 ? EXIT_STATUS.UNDETERMINED : EXIT_STATUS.OK;
}
