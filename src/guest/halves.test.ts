// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Cache } from '../cache.ts';
import type { Context } from '../context.ts';
import { type CellRunOptions, type GuestReport, runCells } from './cells.ts';
import type { Guest } from './files.ts';
import { halves, type Turns } from './halves.ts';
import type { Machine } from './machine.ts';
import { findMachine } from './machines.ts';

const STUB = fileURLToPath(new URL('test-data/qemu-stub.mjs', import.meta.url));
const x86 = await findMachine('x86-intel');
const does = ['-machine', 'stub,does=tells'];
const machine: Machine = {
  ...x86,
  qemu: { binary: STUB, package: 'stub' },
  accelerators: { kvm: does, tcg: does },
};
const SIX = ['one', 'two', 'three', 'four', 'five', 'six'];
const ROOM: Turns = { idle: () => true, run: (work) => work() };
let folder: string;
let context: Context;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpw-test-'));
  await writeFile(join(folder, 'file'), '');
  context = {
    cache: new Cache(join(folder, 'cache')),
    accelerator: 'tcg',
    signal: new AbortController().signal,
    report: () => undefined,
  };
});
afterEach(() => rm(folder, { recursive: true }));

let runs = 0;

function run(names: readonly string[], own: readonly string[] = [], more: Partial<CellRunOptions> = {}) {
  const path = join(folder, 'file');
  const programs = (all: readonly string[]) => all.map((name) => ({ name, path }));
  const cell = { name: 'a', modules: [], contract: '', tests: programs(own) };
  const guest: Guest = { init: path, base: [], cells: [cell], tests: programs(names), programSeconds: 5 };
  const execution = { accelerator: 'tcg', why: 'a test says so' } as const;
  const options = { output: join(folder, `out-${++runs}`), keptAs: folder, execution, turns: ROOM, ...more };
  return runCells(guest, machine, { image: path }, options, context);
}

const summary = ({ boots, cells }: GuestReport) => [
  ...boots.map(({ number, repeated = 'stands' }) => `boot ${number}: ${repeated}`),
  ...cells.map(
    ({ verdict, failure, programs }) =>
      `${verdict} ${failure?.code ?? ''} ${programs.map(({ name }) => name).join(' ')}`,
  ),
];

test('a cell that is alone runs in two guests, and its programs stand in their order', async () => {
  const report = await run(SIX, ['own']);
  expect(summary(report)).toEqual([
    'boot 1: stands',
    'boot 2: stands',
    'PASS  own one two three four five six',
  ]);
  const by = new Set(report.cells[0]?.observations.map(({ value, key }) => `${key} ${value}`));
  expect(by.size).toBe(2);
});

test('a test that fails in one of them is the failure of the cell', async () => {
  expect(summary(await run([...SIX, 'fails']))).toEqual([
    'boot 1: stands',
    'boot 2: stands',
    'FAIL TESTS_FAILED one two three four five six fails',
  ]);
});

test('where one guest does not get through the cell runs whole, and that is what counts', async () => {
  const report = await run([...SIX, 'dies']);
  const [first, second, whole, ...others] = summary(report);
  const repeated = 'one of two guests with parts of the cell did not get through; it runs whole';
  expect([first, second]).toEqual([`boot 1: ${repeated}`, `boot 2: ${repeated}`]);
  expect(whole).toMatch(/^boot 3: /);
  expect(others.at(-1)).toMatch(/^MISS /);
});

test('what passed in two guests is kept as what passed in one is', async () => {
  await run(SIX);
  const again = await run(SIX, [], { turns: undefined });
  expect([again.boots.length, again.cells[0]?.kept?.folder]).toEqual([0, folder]);
});

test('no second guest is begun for a few programs, without room, or without a run to keep it for', async () => {
  const boots = async (...given: Parameters<typeof run>) => (await run(...given)).boots.length;
  expect([
    await boots(['one', 'two']),
    await boots([...SIX, 'seven'], [], { turns: { ...ROOM, idle: () => false } }),
    await boots([...SIX, 'eight'], [], { turns: undefined }),
  ]).toEqual([1, 1, 1]);
});

test('the parts take about as long as each other, by what is known of their programs', () => {
  const tests = SIX.map((name) => ({ name, path: '' }));
  const took = new Map([
    ['one', 500],
    ['two', 100],
    ['three', 100],
    ['four', 100],
    ['five', 100],
  ]);
  const parts = halves({ tests }, { name: 'a', modules: [], contract: '' }, took);
  expect(parts?.map((part) => [...part])).toEqual([['one'], ['six', 'two', 'three', 'four', 'five']]);
});
