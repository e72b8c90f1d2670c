// SPDX-License-Identifier: GPL-2.0-only
import { z } from 'zod';
import type { Context, Progress } from '../context.ts';
import { Failure } from '../failure.ts';
import type { Machine } from '../guest/machine.ts';
import { hostFault } from '../host-fault.ts';
import type { Designs } from '../series/generate.ts';
import { failureRecord } from './build.ts';
import { cellNames } from './cells.ts';
import type { KernelChoice } from './kernels.ts';
import { run } from './run.ts';
import type { CellEvidence, Evidence } from './schema.ts';

const FailureText = z.object({
  code: z.string().describe('stable code, see docs/exit-codes.md'),
  title: z.string(),
  where: z.string().optional(),
  detail: z.string().optional(),
  hint: z.string(),
});

const MatrixCell = z.object({
  name: z.string().describe("`baseline`, `prerequisite` or the variant's id"),
  verdict: z.enum(['PASS', 'FAIL', 'ERROR', 'MISS', 'SKIP', 'XFAIL']),
  passed: z.number().int().describe('tests that passed or failed as announced'),
  failed: z.number().int().describe('tests that saw what the contract does not promise'),
  differs: z.number().int().describe("observations that are others than the baseline's"),
  failure: FailureText.optional(),
});

const MatrixRow = z.object({
  tree: z.string(),
  machine: z.string(),
  seconds: z.number().describe('wall time of the run, others beside it'),
  run: z.string().optional().describe('folder of the run; absent where there was none'),
  kernel: z.string().optional().describe('`uname -r`'),
  cells: z.array(MatrixCell),
});

/** Trees by machines by designs. */
export const Matrix = z.object({
  schema: z.literal(1),
  topic: z.string(),
  started: z.string(),
  seconds: z.number(),
  jobs: z.number().int().describe('runs that went on at a time'),
  rows: z.array(MatrixRow),
});
export type Matrix = z.infer<typeof Matrix>;
export type MatrixRow = Matrix['rows'][number];

/** One run of a matrix: a tree with its designs on a machine. */
export type Pair = { readonly designs: Designs } & (
  | { readonly machine: Machine; readonly kernel: KernelChoice; readonly skip?: undefined }
  /** Why it is not run. */
  | { readonly machine: Pick<Machine, 'id'>; readonly skip: Failure }
);

export interface MatrixRequest {
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
  pairs: readonly Pair[],
  { out, project, jobs, ...how }: MatrixRequest,
  context: Context,
): Promise<Matrix> {
  const started = new Date();
  const since = performance.now();
  const rows: MatrixRow[] = [];
  const waiting = [...pairs.entries()];
  // What pairs leave of the cores is for several guests of each.
  const guests = Math.max(1, Math.floor(jobs / pairs.length));
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      rows[next[0]] = await runPair(next[1], { ...how, out, project, jobs: guests }, context);
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return {
    schema: 1,
    topic: pairs[0]?.designs.topic.id ?? '',
    started: started.toISOString(),
    seconds: round(performance.now() - since),
    jobs,
    rows,
  };
}

async function runPair(
  pair: Pair,
  { out, project, jobs, ...how }: MatrixRequest,
  context: Context,
): Promise<MatrixRow> {
  const { designs, machine } = pair;
  const since = performance.now();
  const task = `${designs.tree.label} on ${machine.id}`;
  const place = { tree: designs.tree.spec, machine: machine.id };
  const told = (failure: Failure): MatrixRow => {
    context.report({ task, state: 'failed', text: failure.title });
    const verdict = CANNOT.includes(failure.code) ? 'SKIP' : 'MISS';
    const cells = cellNames(designs).map((name) => ({
      ...{ name, verdict, passed: 0, failed: 0, differs: 0 },
      failure: failureRecord(failure),
    }));
    return { ...place, seconds: round(performance.now() - since), cells } as MatrixRow;
  };
  if (pair.skip) return told(pair.skip);
  const { machine: whole, kernel } = pair;
  context.report({ task, state: 'start' });
  try {
    const { evidence } = await run(
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

/** The work of several runs at a time, told as notes of the run that it belongs to. */
function inTask(task: string, context: Context): Context {
  const report = ({ task: inner, state, text }: Progress) => {
    if (state !== 'note') context.report({ task, state: 'note', text: [inner, text ?? state].join(': ') });
  };
  return { ...context, report };
}

function rowCells({ cells }: Evidence): MatrixRow['cells'] {
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
