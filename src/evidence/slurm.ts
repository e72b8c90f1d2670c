// SPDX-License-Identifier: GPL-2.0-only
// A matrix as an array job of Slurm: one task a run, each in a folder of its own, with the cache that all share.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../context.ts';
import { Failure } from '../failure.ts';
import { HostLacks } from '../kernel/failures.ts';
import { runProgram } from '../kernel/run.ts';
import { type PlannedRun, shellLine } from './plan.ts';

/** Slurm refuses the job, or its controller does not answer. */
class SlurmRefused extends Failure {
  readonly code = 'SLURM_REFUSED';
}

/** Slurm ended a task before it had run: its node died, somebody cancelled it, its time was over. */
export class TaskLost extends Failure {
  readonly code = 'TASK_LOST';
}

/** What became of one task. */
export interface TaskEnd {
  readonly run: PlannedRun;
  /** Folder of runs of the task, with its matrix.json where it came so far. */
  readonly out: string;
  /** Slurm's word: `COMPLETED`, `FAILED` (a cell failed), `NODE_FAIL`, `TIMEOUT`, `CANCELLED`. */
  readonly state: string;
}

export interface SlurmRequest {
  /** Folder that all nodes see: shards, logs and the script are kept there. */
  readonly out: string;
  /** The checkout, as nodes see it. */
  readonly project: string;
  /** Folder that relative paths of the commands are of. */
  readonly cwd: string;
  /** Further words for sbatch: `--partition=debug`. */
  readonly options: readonly string[];
}

/** Seconds between two looks at the queue; a controller of many users does not like to be asked more often. */
const POLL = 2;
/** Asked without an answer, one look after the other: then the controller is gone. */
const PATIENCE = 15;

/** States of a task that will not change any more (squeue(1), JOB STATE CODES). */
const OVER = /^(?:BOOT_FAIL|CANCELLED|COMPLETED|DEADLINE|FAILED|NODE_FAIL|OUT_OF_MEMORY|PREEMPTED|TIMEOUT)/;

/**
 * Submits an array job, and waits until every task has ended. An abort cancels the job.
 *
 * @throws HostLacks without sbatch, SlurmRefused; the signal's reason when the context was aborted
 * @see https://slurm.schedmd.com/job_array.html
 */
export async function runOnSlurm(
  runs: readonly PlannedRun[],
  { out, project, cwd, options }: SlurmRequest,
  context: Context,
): Promise<TaskEnd[]> {
  const folder = join(out, 'slurm');
  await mkdir(folder, { recursive: true });
  const script = join(folder, 'job.sh');
  await writeFile(script, scriptOf(runs, { out, project, cwd }, context.cache.root));
  const task = `${runs.length} runs on Slurm`;
  const job = await submitted(script, folder, runs.length, options, context);
  context.report({ task, state: 'start', text: `job ${job}` });
  try {
    const states = await ended(job, runs, folder, task, context);
    context.report({ task, state: 'done', text: countsOf([...states.values()]) });
    return runs.map((one, at) => ({
      run: one,
      out: shardFolder(out, one),
      state: states.get(at) ?? 'UNKNOWN',
    }));
  } finally {
    // If the user stops waiting, cancel the job: its tasks would go on for hours.
    if (context.signal.aborted) await runProgram('scancel', [job], { signal: new AbortController().signal });
  }
}

/** Where the runs of one task are kept. */
export function shardFolder(out: string, { id }: Pick<PlannedRun, 'id'>): string {
  return join(out, 'shards', id);
}

/**
 * Each task writes its end as a file: Slurm forgets a job some minutes after its end where there is no accounting. A task
 * of a node that died is queued again by Slurm (--requeue), and begins anew in the same folder.
 */
function scriptOf(
  runs: readonly PlannedRun[],
  { out, project, cwd }: Omit<SlurmRequest, 'options'>,
  cache: string,
): string {
  const cases = runs.map(({ command, id }, at) => {
    const [, ...words] = command;
    const line = shellLine([
      'node',
      join(project, 'bin/kpw.mjs'),
      ...words,
      '--out',
      shardFolder(out, { id }),
    ]);
    return `${at}) ${line} ;;`;
  });
  return [
    '#!/bin/sh',
    '# Made by kpw matrix --on slurm.',
    `export XDG_CACHE_HOME=${shellLine([join(cache, '..')])}`,
    `cd ${shellLine([cwd])} || exit 1`,
    'case "$SLURM_ARRAY_TASK_ID" in',
    ...cases,
    'esac',
    'status=$?',
    `echo "$status" > ${shellLine([join(out, 'slurm')])}/"$SLURM_ARRAY_JOB_ID-$SLURM_ARRAY_TASK_ID.status"`,
    'exit "$status"',
    '',
  ].join('\n');
}

async function submitted(
  script: string,
  folder: string,
  count: number,
  options: readonly string[],
  context: Context,
): Promise<string> {
  const argv = [
    ...['--parsable', '--requeue', `--array=0-${count - 1}`, '--job-name=kpw-matrix'],
    `--output=${join(folder, '%A-%a.log')}`,
    ...options,
    script,
  ];
  const said = await runProgram('sbatch', argv, context).catch((error: unknown) => {
    if (!(error instanceof HostLacks)) throw error;
    throw new HostLacks({
      title: 'there is no sbatch on this host, so nothing can be submitted to Slurm',
      where: '--on slurm',
      hint: 'Run it where Slurm is (Debian: slurm-client), or without --on.',
    });
  });
  // With federated clusters `job;cluster`.
  const job = /^(\d+)/.exec(said.stdout.trim())?.[1];
  if (said.exitCode === 0 && job !== undefined) return job;
  throw new SlurmRefused({
    title: 'Slurm does not take the job',
    where: `sbatch ${argv.join(' ')}`,
    detail: said.stderr.trim(),
    hint: 'Do sinfo and squeue answer? --slurm adds words for sbatch, as --slurm=-pdebug.',
  });
}

async function ended(
  job: string,
  runs: readonly PlannedRun[],
  folder: string,
  task: string,
  context: Context,
): Promise<Map<number, string>> {
  const over = new Map<number, string>();
  const told = new Set<number>();
  for (let silent = 0; over.size < runs.length; ) {
    context.signal.throwIfAborted();
    const queued = await queue(job, context);
    silent = queued ? 0 : silent + 1;
    if (silent >= PATIENCE)
      throw new SlurmRefused({
        title: `Slurm no longer knows what became of job ${job}`,
        where: folder,
        hint: 'Does squeue answer? What has ended is kept: kpw matrix --on slurm --resume runs what is missing.',
      });
    for (const at of runs.keys()) {
      if (over.has(at)) continue;
      const state = queued?.get(at);
      const status = await statusOf(folder, job, at);
      if (status !== undefined) over.set(at, status === 0 ? 'COMPLETED' : 'FAILED');
      else if (state !== undefined && OVER.test(state)) over.set(at, state);
      // Gone from the queue without having said how it ended: it was killed with its node, or cancelled.
      else if (queued && state === undefined) {
        if (told.has(at)) over.set(at, 'CANCELLED');
        told.add(at);
      } else told.delete(at);
      const end = over.get(at);
      if (end !== undefined) context.report({ task, state: 'note', text: `${runs[at]?.id}: ${end}` });
    }
    if (over.size < runs.length)
      await sleep(POLL * 1000, undefined, { signal: context.signal }).catch(() => undefined);
  }
  return over;
}

/** State by task; undefined where the controller does not answer. A job that it has forgotten has none. */
async function queue(job: string, context: Context): Promise<Map<number, string> | undefined> {
  const said = await runProgram(
    'squeue',
    ['--job', job, '--array', '--noheader', '--states=all', '--format=%K %T'],
    context,
  );
  if (said.exitCode !== 0) return /Invalid job id/.test(said.stderr) ? new Map() : undefined;
  const states = said.stdout
    .split('\n')
    .map((line) => /^(\d+) (\w+)/.exec(line.trim()))
    .flatMap((found): [number, string][] => (found ? [[Number(found[1]), found[2] ?? '']] : []));
  return new Map(states);
}

async function statusOf(folder: string, job: string, at: number): Promise<number | undefined> {
  const file = join(folder, `${job}-${at}.status`);
  if (!existsSync(file)) return undefined;
  const text = (await readFile(file, 'utf8')).trim();
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

function countsOf(states: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
}
