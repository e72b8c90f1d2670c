// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { failureRecord } from '../evidence/build.ts';
import { cellNames } from '../evidence/cells.ts';
import { designsKey, type MatrixPair, skippedRow } from '../evidence/matrix.ts';
import { readMatrix } from '../evidence/matrix-file.ts';
import type { Matrix, MatrixRow } from '../evidence/matrix-schema.ts';
import { mergeRuns } from '../evidence/merge.ts';
import { type Plan, type PlannedRun, runnable } from '../evidence/plan.ts';
import { runOnSlurm, shardFolder, TaskLost } from '../evidence/slurm.ts';
import { PROJECT } from './project.ts';

/** The matrix by an array job: tasks run, their folders joined, and what no task has brought said. */
export async function matrixOnSlurm(
  pairs: readonly MatrixPair[],
  plan: Plan,
  { out, options, resume }: { out: string; options: readonly string[]; resume: boolean },
  context: Context,
): Promise<Matrix> {
  const keys = new Map(plan.runs.map(({ id }, at) => [id, designsKey((pairs[at] as MatrixPair).designs)]));
  const there = new Set<string>();
  for (const one of resume ? runnable(plan) : [])
    if (await isThere(out, one, keys.get(one.id))) there.add(one.id);
  const missing = runnable(plan).filter(({ id }) => !there.has(id));
  const ends =
    missing.length === 0
      ? []
      : await runOnSlurm(missing, { out, project: PROJECT, cwd: process.cwd(), options }, context);
  const states = new Map(ends.map(({ run, state }) => [run.id, state]));
  const whole: PlannedRun[] = [];
  const others: MatrixRow[] = [];
  for (const [at, one] of plan.runs.entries()) {
    const pair = pairs[at] as MatrixPair;
    if (pair.skip) others.push(skippedRow(pair, pair.skip));
    else if (await isThere(out, one, keys.get(one.id))) whole.push(one);
    else others.push(lostRow(pair, one, states.get(one.id) ?? 'UNKNOWN', out));
  }
  const joined = await mergeRuns(
    whole.map((one) => shardFolder(out, one)),
    out,
    context.signal,
  );
  return { ...joined, topic: plan.topic, rows: [...joined.rows, ...others] };
}

/** Whether a task has ended and left the row that it was for. */
async function isThere(out: string, one: PlannedRun, key: string | undefined): Promise<boolean> {
  const matrix = await readMatrix(shardFolder(out, one));
  return (
    matrix !== undefined &&
    matrix.planned === undefined &&
    matrix.rows.some(
      (row) =>
        row.key === key &&
        (row.run === undefined || existsSync(join(shardFolder(out, one), row.run, 'evidence.json'))),
    )
  );
}

function lostRow(pair: MatrixPair, { id }: PlannedRun, state: string, out: string): MatrixRow {
  const failure = failureRecord(
    new TaskLost({
      title: `Slurm ended the task with the state ${state}`,
      where: id,
      hint: `Its output is in ${join(out, 'slurm')}; kpw matrix --on slurm --resume runs what is missing.`,
    }),
  );
  return {
    ...{ tree: pair.designs.tree.spec, machine: pair.machine.id, seconds: 0 },
    cells: cellNames(pair.designs).map((name) => ({
      name,
      verdict: 'MISS',
      passed: 0,
      failed: 0,
      differs: 0,
      failure,
    })),
  };
}
