// SPDX-License-Identifier: GPL-2.0-only
// A matrix on a cluster: Slurm as Debian has it, with one node, for real.
import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PROJECT } from '../src/cli/project.ts';
import type { Matrix } from '../src/evidence/matrix-schema.ts';
import type { Evidence } from '../src/evidence/schema.ts';
import { type Cluster, lacking, startCluster } from './slurm/cluster.ts';

const reason = lacking();
const MATRIX = [
  'matrix',
  'region-flag',
  '--tree',
  'debian:6.1',
  'debian:7.2',
  '--machine',
  'x86-intel',
  '--quick',
];

describe.skipIf(reason !== undefined)('a matrix on Slurm', () => {
  let folder: string;
  let cluster: Cluster;
  let failed: string | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kpw-slurm-'));
    try {
      cluster = await startCluster(join(folder, 'cluster'));
    } catch (error) {
      failed = `Slurm's daemons do not come up on this host: ${error}`;
    }
  }, 120_000);
  // A host that cannot have a cluster says nothing of a matrix.
  beforeEach((context) => {
    if (failed !== undefined) context.skip(failed);
  });
  afterAll(async () => {
    await cluster?.end();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const kpw = (argv: readonly string[]) =>
    execa('node', [join(PROJECT, 'bin/kpw.mjs'), ...argv], { env: cluster.env, reject: false, cwd: PROJECT });
  const onSlurm = (out: string, ...more: string[]) => [
    ...MATRIX,
    '--on',
    'slurm',
    '--out',
    join(folder, out),
    ...more,
  ];
  const matrixIn = (out: string): Matrix =>
    JSON.parse(readFileSync(join(folder, out, 'matrix.json'), 'utf8'));
  const queue = async () =>
    (await execa('squeue', ['-h', '-t', 'all', '-o', '%T'], { env: cluster.env })).stdout;

  test('gives what one machine gives, but for times', { timeout: 600_000 }, async () => {
    const there = await kpw(onSlurm('slurm'));
    const here = await kpw([...MATRIX, '--out', join(folder, 'local')]);
    expect([there.exitCode, here.exitCode]).toEqual([0, 0]);
    expect(there.stderr).toContain('2 COMPLETED');
    const told = (out: string) =>
      matrixIn(out).rows.map(({ seconds: _, run = '', ...row }) => {
        const file = join(folder, out, run, 'evidence.json');
        const { cells } = JSON.parse(readFileSync(file, 'utf8')) as Evidence;
        return {
          ...row,
          tests: cells.map(({ name, tests }) => [name, tests.map((one) => [one.name, one.status])]),
        };
      });
    expect(told('slurm')).toEqual(told('local'));
  });

  test('runs only what is missing when it goes on', { timeout: 600_000 }, async () => {
    rmSync(join(folder, 'slurm/shards/debian-7.2.x86-intel'), { recursive: true, force: true });
    const again = await kpw(onSlurm('slurm', '--resume'));
    expect([again.exitCode, again.stderr]).toEqual([0, expect.stringContaining('1 runs on Slurm')]);
    expect(matrixIn('slurm').rows.map(({ tree, run }) => [tree, run === undefined])).toEqual([
      ['debian:6.1', false],
      ['debian:7.2', false],
    ]);
  });

  test('says of a task that was cancelled that it is lost, and joins the others', {
    timeout: 600_000,
  }, async () => {
    const going = kpw(onSlurm('cancelled', '--again'));
    let cancelled = false;
    for (let tries = 0; !cancelled && tries < 600; tries++) {
      await sleep(100);
      const { stdout } = await execa('squeue', ['-h', '--array', '-t', 'R,PD', '-o', '%A_%K'], {
        env: cluster.env,
      });
      const task = stdout.split('\n').find((line) => line.endsWith('_1'));
      if (task === undefined) continue;
      await execa('scancel', [task], { env: cluster.env });
      cancelled = true;
    }
    const ended = await going;
    expect(cancelled).toBe(true);
    expect(ended.exitCode).toBe(3);
    const verdicts = matrixIn('cancelled').rows.map(({ tree, cells }) => [
      tree,
      cells[0]?.verdict,
      cells[0]?.failure?.code,
    ]);
    expect(verdicts).toEqual([
      ['debian:6.1', 'PASS', undefined],
      ['debian:7.2', 'MISS', 'TASK_LOST'],
    ]);
  });

  test('a node that dies takes nothing with it: Slurm queues its tasks again', {
    timeout: 600_000,
  }, async () => {
    const going = kpw(onSlurm('dying', '--again'));
    for (let tries = 0; tries < 600 && !(await queue()).includes('RUNNING'); tries++) await sleep(100);
    cluster.killNode();
    // Slurm gives up a node that has been silent for SlurmdTimeout.
    await sleep(3000);
    await cluster.startNode();
    const ended = await going;
    expect(ended.exitCode).toBe(0);
    expect(matrixIn('dying').rows.flatMap(({ cells }) => cells.map(({ verdict }) => verdict))).toEqual(
      Array.from({ length: 6 }, () => 'PASS'),
    );
  });

  test('an interrupt cancels the job', { timeout: 600_000 }, async () => {
    const going = kpw(onSlurm('interrupted', '--again'));
    for (let tries = 0; tries < 600 && !/RUNNING|PENDING/.test(await queue()); tries++) await sleep(100);
    going.kill('SIGINT');
    await going;
    for (let tries = 0; tries < 300 && /RUNNING|PENDING|COMPLETING/.test(await queue()); tries++)
      await sleep(100);
    expect(await queue()).not.toMatch(/RUNNING|PENDING/);
  });
});

test.runIf(reason !== undefined)('Slurm is there to be tried', (context) => context.skip(reason));
