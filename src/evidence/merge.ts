// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { cp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Failure } from '../failure.ts';
import { makeFolder } from '../output.ts';
import { rowCells } from './matrix.ts';
import { readMatrix } from './matrix-file.ts';
import type { Matrix, MatrixRow } from './matrix-schema.ts';
import { readEvidence, runNames } from './read.ts';
import { pointTo } from './runs.ts';
import type { Evidence } from './schema.ts';

/** Runs that do not belong together were to be one matrix. */
export class MergeRefused extends Failure {
  readonly code = 'MERGE_REFUSED';
}

/** A row with where it came from: the run's evidence, and the folder of runs that it lies in. */
interface Part {
  readonly row: MatrixRow;
  readonly out: string;
  readonly evidence?: Evidence;
}

/**
 * Runs of several hosts as one matrix, kept in one folder of runs.
 *
 * @param from folders of runs with a matrix.json (shards of a matrix), or folders of single runs
 * @param out gets copies of all runs; what it holds already stays
 * @throws MergeRefused where two parts are of other topics, trees, patches or programs, or of the same cell
 */
export async function mergeRuns(from: readonly string[], out: string, signal: AbortSignal): Promise<Matrix> {
  const parts = (await Promise.all(from.map(partsOf))).flat();
  const once = withoutSkipped([...new Map(parts.map((part) => [keyOf(part), part])).values()]);
  requireTogether(once);
  await makeFolder(out);
  for (const { row, out: there } of once) {
    signal.throwIfAborted();
    if (row.run !== undefined) await take(join(there, row.run), join(out, row.run));
  }
  const newest = once
    .flatMap(({ row }) => row.run ?? [])
    .sort()
    .at(-1);
  if (newest !== undefined) await pointTo(out, newest);
  const rows = once.map(({ row }) => row).sort(byPlace);
  const evidences = once.flatMap(({ evidence }) => evidence ?? []);
  return {
    schema: 1,
    topic: evidences[0]?.topic.id ?? '',
    started: evidences.map(({ started }) => started).sort()[0] ?? new Date().toISOString(),
    seconds: Math.max(0, ...rows.map(({ seconds }) => seconds)),
    jobs: from.length,
    rows,
  };
}

/** The same run, given twice, is one. */
function keyOf({ row }: Part): string {
  return row.run ?? JSON.stringify([row.tree, row.machine, row.cells.map(({ failure }) => failure?.code)]);
}

/** What one host could not run, another may have run: then the run is the row. */
function withoutSkipped(parts: readonly Part[]): Part[] {
  const ran = new Set(parts.filter(({ row }) => row.run !== undefined).map(({ row }) => cellOf(row)));
  return parts.filter(({ row }) => row.run !== undefined || !ran.has(cellOf(row)));
}

function cellOf({ tree, machine }: MatrixRow): string {
  return `${tree} on ${machine}`;
}

async function partsOf(folder: string): Promise<Part[]> {
  const matrix = await readMatrix(folder);
  if (matrix)
    return Promise.all(
      matrix.rows.map(async (row) => {
        const evidence = row.run === undefined ? undefined : await readEvidence(folder, row.run);
        return { row, out: folder, ...(evidence ? { evidence } : {}) };
      }),
    );
  const path = resolve(folder);
  if (existsSync(join(folder, 'evidence.json'))) return [await partOf(dirname(path), basename(path))];
  const names = await runNames(folder);
  if (names.length === 0)
    throw new MergeRefused({
      title: 'this folder holds no matrix and no run',
      where: folder,
      hint: 'Name a folder that kpw matrix or kpw run wrote by --out, or the folder of one run.',
    });
  return Promise.all(names.map((name) => partOf(path, name)));
}

async function partOf(out: string, run: string): Promise<Part> {
  const evidence = await readEvidence(out, run);
  const { tree, machine, seconds, kernel } = evidence;
  const row = { tree: tree.spec, machine: machine.id, seconds, run, kernel: kernel.release };
  return { row: { ...row, cells: rowCells(evidence) }, out, evidence };
}

/** What has to be the same in all parts, in all of one tree, and in all of one tree and design. */
function requireTogether(parts: readonly Part[]): void {
  const said = new Map<string, { value: string; where: string }>();
  const same = (what: string, value: string | undefined, where: string) => {
    if (value === undefined) return;
    const known = said.get(what);
    if (!known) said.set(what, { value, where });
    else if (known.value !== value)
      throw new MergeRefused({
        title: `these runs are not of one ${what}`,
        where: `${known.where}, ${where}`,
        detail: `${known.value}\n${value}`,
        hint: 'Merge what was made of one topic, of the same trees and patches, by one version of kpw.',
      });
  };
  const cells = new Map<string, string>();
  for (const { row, evidence, out } of parts) {
    if (!evidence || row.run === undefined) continue;
    const where = join(out, row.run);
    same('topic', evidence.topic.id, where);
    same('version of kpw', evidence.tool?.commit ?? evidence.tool?.version, where);
    same(`tree ${row.tree}`, JSON.stringify(evidence.tree.base), where);
    for (const { name, series, parameters } of evidence.cells) {
      const patches = series?.patches?.map(({ sha256 }) => sha256) ?? series?.subjects;
      if (patches) same(`series ${name} on ${row.tree}`, JSON.stringify([parameters, patches]), where);
    }
    const cell = cellOf(row);
    const other = cells.get(cell);
    if (other !== undefined)
      throw new MergeRefused({
        title: `${cell} was run twice, and a matrix has one row of it`,
        where: `${other}, ${where}`,
        hint: 'Leave out one of the two; kpw report RUN --against RUN tells in what they differ.',
      });
    cells.set(cell, where);
  }
}

/** A copy that is whole or not there. */
async function take(from: string, to: string): Promise<void> {
  if (resolve(from) === resolve(to) || existsSync(join(to, 'evidence.json'))) return;
  const temporary = `${to}.partial-${process.pid}`;
  try {
    await cp(from, temporary, { recursive: true, verbatimSymlinks: true });
    await rm(to, { recursive: true, force: true });
    await rename(temporary, to);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function byPlace(one: MatrixRow, other: MatrixRow): number {
  return (
    one.tree.localeCompare(other.tree, 'en', { numeric: true }) || one.machine.localeCompare(other.machine)
  );
}
