// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { mergeRuns } from './merge.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kpw-merge-'));
  folders.push(folder);
  return folder;
}

interface Host {
  readonly tree?: string;
  readonly machine?: string;
  readonly version?: string;
  readonly patch?: string;
  readonly topic?: string;
  readonly base?: string;
}

/** A folder of runs as kpw matrix leaves it on one host, with one run. */
function host({
  tree = '6.1',
  machine = 'x',
  version = '1',
  patch = 'p',
  topic = 't',
  base = 'b',
}: Host): string {
  const out = temporary();
  const run = `run-${tree}-${machine}-${folders.length}`;
  mkdirSync(join(out, run));
  const cell = {
    ...{
      name: 'a',
      title: 'A',
      role: 'variant',
      parameters: {},
      contract: {},
      findings: [],
      verdict: 'PASS',
    },
    series: {
      ...{
        subjects: ['s'],
        prerequisites: 0,
        files: 1,
        insertions: 1,
        deletions: 0,
        uapi: { added: [], removed: [] },
      },
      patches: [{ name: 'n', subject: 's', role: 'own', sha256: patch }],
    },
    ...{ tests: [], observations: {}, measurements: {}, boot: 1, consoleTail: '' },
  };
  const evidence = {
    ...{ schema: 1, run, started: '2026-11-30T00:00:00Z', seconds: 3, topic: { id: topic, title: 'T' } },
    tree: { spec: `debian:${tree}`, label: tree, release: tree, base: { version: base } },
    machine: { id: machine, title: 'M' },
    kernel: { release: tree, packages: [] },
    ...{ qemu: '7', tool: { version }, host: { node: '20', cpus: 2 }, stages: [], cells: [cell], boots: [] },
  };
  writeFileSync(join(out, run, 'evidence.json'), JSON.stringify(evidence));
  const row = { tree: `debian:${tree}`, machine, seconds: 3, run, cells: [] };
  writeFileSync(
    join(out, 'matrix.json'),
    JSON.stringify({ schema: 1, topic, started: '2026-11-30T00:00:00Z', seconds: 3, jobs: 1, rows: [row] }),
  );
  return out;
}

const signal = new AbortController().signal;

test('two hosts become one matrix, with the runs of both', async () => {
  const out = join(temporary(), 'new');
  const made = await mergeRuns([host({ tree: '7.2' }), host({ tree: '6.1' })], out, signal);
  expect(made.rows.map(({ tree, machine }) => `${tree} ${machine}`)).toEqual([
    'debian:6.1 x',
    'debian:7.2 x',
  ]);
  for (const { run = '' } of made.rows) expect(existsSync(join(out, run, 'evidence.json'))).toBe(true);
});

test('a run that is given twice is one', async () => {
  const one = host({});
  expect((await mergeRuns([one, one], temporary(), signal)).rows).toHaveLength(1);
});

test.each([
  ['topic', { topic: 'u', machine: 'y' }],
  ['version of kpw', { version: '2', machine: 'y' }],
  ['tree debian:6.1', { base: 'other', machine: 'y' }],
  ['series a on debian:6.1', { patch: 'other', machine: 'y' }],
] as const)('runs that are not of one %s are refused, and nothing is copied', async (what, other) => {
  const out = join(temporary(), 'new');
  await expect(mergeRuns([host({}), host(other)], out, signal)).rejects.toMatchObject({
    code: 'MERGE_REFUSED',
    title: `these runs are not of one ${what}`,
  });
  expect(existsSync(out)).toBe(false);
});

test('the same tree and machine of two hosts are refused: one would hide the other', async () => {
  await expect(mergeRuns([host({}), host({})], temporary(), signal)).rejects.toMatchObject({
    title: 'debian:6.1 on x was run twice, and a matrix has one row of it',
  });
});

test('a folder of runs without a matrix gives its runs, and the newest is the latest of what is joined', async () => {
  const one = host({ tree: '6.1' });
  rmSync(join(one, 'matrix.json'));
  const out = temporary();
  const made = await mergeRuns([one, host({ tree: '7.2' })], out, signal);
  expect(made.rows).toHaveLength(2);
  expect(readlinkSync(join(out, 'latest'))).toBe(
    made.rows
      .map(({ run }) => run)
      .sort()
      .at(-1),
  );
});

test('a matrix of a newer kpw is not called damaged', async () => {
  const one = host({});
  writeFileSync(join(one, 'matrix.json'), '{"schema": 2}');
  await expect(mergeRuns([one], temporary(), signal)).rejects.toMatchObject({
    hint: 'Read it with the version that wrote it, or a newer one.',
  });
});

test('a folder without a matrix and without a run is told as such', async () => {
  await expect(mergeRuns([temporary()], temporary(), signal)).rejects.toMatchObject({
    code: 'MERGE_REFUSED',
  });
});
