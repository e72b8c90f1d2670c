// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Context, Progress } from '../context.ts';
import { Failure } from '../failure.ts';
import type { Machine } from '../guest/machine.ts';
import { hostFault } from '../host-fault.ts';
import type { Designs } from '../series/generate.ts';
import { failureRecord } from './build.ts';
import { cellNames } from './cells.ts';
import type { KernelChoice } from './kernels.ts';
import type { Known } from './known.ts';
import type { Matrix, MatrixRow } from './matrix-schema.ts';
import { runDesigns } from './run.ts';
import type { CellEvidence, Evidence } from './schema.ts';

/** One run of a matrix: a tree with its designs on a machine. */
export type MatrixPair = { readonly designs: Designs } & (
  | { readonly machine: Machine; readonly kernel: KernelChoice; readonly skip?: undefined }
  /** Why it is not run. */
  | { readonly machine: Pick<Machine, 'id'>; readonly skip: Failure }
);

export interface MatrixRequest {
  /** Rows of an earlier matrix: what has one with the same key, and its run, is not run again. */
  readonly earlier?: readonly MatrixRow[];
  /** Gets the matrix whenever a row is there. */
  readonly told?: (matrix: Matrix) => Promise<void>;
  /** Folder that the runs are kept in. */
  readonly out: string;
  /** The checkout. */
  readonly project: string;
  /** Runs at a time. */
  readonly jobs: number;
  /** As of a run. */
  readonly coverage?: boolean;
  /** See RunRequest. */
  readonly quick?: boolean;
  readonly again?: boolean;
  readonly repeat?: number;
  readonly known?: readonly Known[];
}

/** Failures of a pair that are no verdict on anything: this host, archive or tree cannot have it. */
const CANNOT = [
  'HOST_LACKS',
  'NO_KVM',
  'ARCHIVE_LACKS',
  'TREE_UNSUITABLE',
  'NEEDS_SOURCE',
  'NO_NETWORK',
  'CONFIG_UNMET',
];

/**
 * Runs all pairs, `jobs` at a time. A pair that cannot be run is there with the reason; what is no Failure is thrown.
 */
export async function runMatrix(
  pairs: readonly MatrixPair[],
  { out, project, jobs, earlier = [], told, ...how }: MatrixRequest,
  context: Context,
): Promise<Matrix> {
  const started = new Date();
  const since = performance.now();
  const rows: (MatrixRow | undefined)[] = pairs.map((pair) => ranBefore(pair, earlier, out));
  const waiting = [...pairs.entries()].filter(([at]) => rows[at] === undefined);
  const matrix = (): Matrix => {
    const planned = pairs.flatMap(({ designs, machine }, at) =>
      rows[at] ? [] : [{ tree: designs.tree.spec, machine: machine.id }],
    );
    return {
      schema: 1,
      topic: pairs[0]?.designs.topic.id ?? '',
      started: started.toISOString(),
      seconds: round(performance.now() - since),
      jobs,
      rows: rows.flatMap((row) => row ?? []),
      ...(planned.length > 0 ? { planned } : {}),
    };
  };
  // Two rows that end at once are written one after the other.
  let writing = Promise.resolve();
  const tell = () => {
    writing = writing.then(() => told?.(matrix()));
    return writing;
  };
  await tell();
  // What pairs leave of the cores is for several guests of each.
  const guests = Math.max(1, Math.floor(jobs / pairs.length));
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      rows[next[0]] = await runPair(next[1], { ...how, out, project, jobs: guests }, context);
      await tell();
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return matrix();
}

/** The row of an earlier matrix that says the same: of a run that was made, and is still there. */
function ranBefore(
  { designs, machine, skip }: MatrixPair,
  earlier: readonly MatrixRow[],
  out: string,
): MatrixRow | undefined {
  if (skip) return undefined;
  const key = designsKey(designs);
  return earlier.find(
    (row) =>
      row.tree === designs.tree.spec &&
      row.machine === machine.id &&
      row.key === key &&
      row.run !== undefined &&
      existsSync(join(out, row.run, 'evidence.json')),
  );
}

/** SHA-256 of all that two runs of one machine must share to be one another's repetition. */
export function designsKey({ topic, tree, prerequisite, variants }: Designs): string {
  const texts = (patches: Designs['prerequisite']['patches']) =>
    patches.map(({ subject, body, after }) => [subject, body, [...after]]);
  const all = [
    [topic.id, tree.spec, tree.base, texts(prerequisite.patches)],
    ...variants.map(({ variant, parameters, composition }) => [
      variant.id,
      parameters,
      texts(composition.patches),
    ]),
  ];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex');
}

async function runPair(
  pair: MatrixPair,
  { out, project, jobs, ...how }: MatrixRequest,
  context: Context,
): Promise<MatrixRow> {
  const { designs, machine } = pair;
  const since = performance.now();
  const task = `${designs.tree.label} on ${machine.id}`;
  const place = { tree: designs.tree.spec, machine: machine.id, key: designsKey(designs) };
  const told = (failure: Failure): MatrixRow => {
    context.report({ task, state: 'failed', text: failure.title });
    return { ...skippedRow(pair, failure), seconds: round(performance.now() - since) };
  };
  if (pair.skip) return told(pair.skip);
  const { machine: whole, kernel } = pair;
  context.report({ task, state: 'start' });
  try {
    const { evidence } = await runDesigns(
      { ...how, designs, machine: whole, kernel, out, project, jobs },
      inTask(task, context),
    );
    const seconds = round(performance.now() - since);
    context.report({ task, state: 'done', text: `${verdictsOf(evidence)}, ${seconds.toFixed(0)} s` });
    return {
      ...place,
      seconds,
      run: evidence.run,
      kernel: evidence.kernel.release,
      cells: rowCells(evidence),
    };
  } catch (error) {
    const failure = error instanceof Failure ? error : hostFault(error, context.cache.root);
    if (failure && !context.signal.aborted) return told(failure);
    throw error;
  }
}

/** The row of a pair that was not run. */
export function skippedRow(pair: MatrixPair, failure: Failure): MatrixRow {
  const verdict = CANNOT.includes(failure.code) ? 'SKIP' : 'MISS';
  const { designs, machine } = pair;
  return {
    ...{ tree: designs.tree.spec, machine: machine.id, key: designsKey(designs), seconds: 0 },
    cells: cellNames(designs).map((name) => ({
      ...{ name, verdict, passed: 0, failed: 0, differs: 0 },
      failure: failureRecord(failure),
    })),
  };
}

/** The work of several runs at a time, told as notes of the run that it belongs to. */
function inTask(task: string, context: Context): Context {
  const report = ({ task: inner, state, text }: Progress) => {
    if (state !== 'note') context.report({ task, state: 'note', text: [inner, text ?? state].join(': ') });
  };
  return { ...context, report };
}

/** A run as a row of a matrix has its cells. */
export function rowCells({ cells }: Pick<Evidence, 'cells'>): MatrixRow['cells'] {
  const baseline = cells.find(({ role }) => role === 'baseline');
  return cells.map((cell) => {
    const count = (...statuses: string[]) =>
      cell.tests.filter(({ status }) => statuses.includes(status)).length;
    return {
      name: cell.name,
      verdict: cell.verdict,
      passed: count('PASS', 'XFAIL'),
      failed: count('FAIL', 'ERROR'),
      differs: baseline && cell.tests.length > 0 ? differing(baseline, cell) : 0,
      ...(cell.failure ? { failure: cell.failure } : {}),
    };
  });
}

/** What a variant alone is asked (its opt-in) is a difference as well. */
function differing(baseline: CellEvidence, cell: CellEvidence): number {
  const keys = new Set([...Object.keys(baseline.observations), ...Object.keys(cell.observations)]);
  return [...keys].filter((key) => baseline.observations[key] !== cell.observations[key]).length;
}

function verdictsOf({ cells }: Evidence): string {
  const counts = new Map<string, number>();
  for (const { verdict } of cells) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
}

function round(milliseconds: number): number {
  return Math.round(milliseconds) / 1000;
}
