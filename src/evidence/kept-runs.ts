// SPDX-License-Identifier: GPL-2.0-only
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EvidenceUnreadable, readRun, runNames } from './read.ts';

/** A run as a list of runs has it. */
export interface KeptRun {
  readonly name: string;
  readonly kind: 'cells' | 'comparison' | 'selftests' | 'unreadable';
  /** ISO 8601, UTC. */
  readonly started?: string;
  readonly seconds?: number;
  /** Of what: topic, question, or directories of selftests. */
  readonly about: string;
  readonly tree?: string;
  readonly machine?: string;
  /** How many cells have each verdict. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** All files of the run. */
  readonly bytes: number;
}

/** The runs that a folder keeps, oldest first. One that cannot be read is there, and says so. */
export async function keptRuns(out: string): Promise<KeptRun[]> {
  const names = await runNames(out);
  const runs: KeptRun[] = [];
  for (const name of names)
    runs.push({ ...(await described(out, name)), bytes: await sizeOf(join(out, name)) });
  return runs;
}

async function described(out: string, name: string): Promise<Omit<KeptRun, 'bytes'>> {
  try {
    const run = await readRun(out, name);
    const at = { name, started: run.started, seconds: run.seconds };
    if (!('kind' in run))
      return {
        ...{ ...at, kind: 'cells', about: run.topic.id, tree: run.tree.label, machine: run.machine.id },
        verdicts: counted(run.cells.map(({ verdict }) => verdict)),
      };
    if (run.kind === 'comparison')
      return {
        ...{ ...at, kind: 'comparison', about: run.designs.map((one) => one.name).join(', ') },
        tree: run.tree.label,
        ...(run.machine ? { machine: run.machine.id } : {}),
        verdicts: counted((run.cells ?? []).map(({ verdict }) => verdict)),
      };
    return {
      ...{ ...at, kind: 'selftests', about: run.columns.map((one) => one.name).join(', ') },
      machine: run.machine.id,
      verdicts: counted(run.columns.flatMap(({ cell }) => cell?.verdict ?? [])),
    };
  } catch (error) {
    if (!(error instanceof EvidenceUnreadable)) throw error;
    return { name, kind: 'unreadable', about: error.title, verdicts: {} };
  }
}

function counted(verdicts: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const verdict of verdicts) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size),
  );
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

/** Which runs go: all but the newest `keep`, those begun before a day, or those that meet both where both are given. */
export interface Pruning {
  readonly keep?: number;
  /** A time; runs that began earlier go. */
  readonly before?: Date;
  /** Names that stay whatever their age. */
  readonly spare: ReadonlySet<string>;
}

/** @param runs oldest first */
export function prunable(runs: readonly KeptRun[], { keep, before, spare }: Pruning): KeptRun[] {
  // One that cannot be read does not count among those that stay.
  const whole = runs.filter(({ kind }) => kind !== 'unreadable');
  const newest = new Set(keep === undefined || keep === 0 ? [] : whole.slice(-keep).map(({ name }) => name));
  const old = keep === undefined ? runs : runs.filter(({ name }) => !newest.has(name));
  return old.filter(({ name, started }) => {
    if (spare.has(name)) return false;
    // The age of an unreadable run is unknown, so only --keep can remove it.
    return before === undefined || (started !== undefined && new Date(started) < before);
  });
}

/** Removes the folder of a run: the evidence first, so that what is left of it, if anything, is no run. */
export async function removeRun(out: string, name: string): Promise<void> {
  await rm(join(out, name, 'evidence.json'), { force: true });
  await rm(join(out, name), { recursive: true, force: true });
}
