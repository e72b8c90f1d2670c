// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Cache } from '../cache.ts';
import type { KnownCell } from './cell-result.ts';
import { TestsFailed } from './failures.ts';
import { type CellInputs, KnownCells } from './known-cells.ts';
import { findMachine } from './machines.ts';

async function place() {
  const folder = await mkdtemp(join(tmpdir(), 'kpw-known-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = async (name: string, content: string) => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  const inputs: CellInputs = {
    guest: {
      init: await file('init', 'init'),
      base: [],
      cells: [
        { name: 'own', modules: [await file('vfio.ko', 'module')], contract: 'mmap.table ok\n' },
        { name: 'other', modules: [], contract: '' },
      ],
      tests: [{ name: 'a_test', path: await file('a_test', 'program') }],
      programSeconds: 10,
    },
    machine: await findMachine('x86-intel'),
    image: 'feed',
    accelerator: 'tcg',
    qemu: '7.2.22',
  };
  const cache = new Cache(join(folder, 'cache'));
  return { inputs, cache, file, known: (given = inputs) => new KnownCells(given, { cache }) };
}

function passed(cell = 'own'): KnownCell {
  return {
    folder: '/out/20261129T120000Z-debian-6.1-x86-intel',
    accelerator: 'tcg',
    at: '2026-11-29T12:00:30.000Z',
    release: '6.1.0-50-cloud-amd64',
    result: {
      ...{ cell, boot: 1, verdict: 'PASS', consoleTail: '', measurements: [], series: [] },
      programs: [],
      observations: [{ key: 'mmap.table', value: 'ok' }],
    },
  };
}

test('a cell that passed is known to the next run that gives its guest the same', async () => {
  const { known } = await place();
  await known().keep(passed());
  expect(await known().find('own')).toEqual(passed());
  expect(await known().find('other')).toBeUndefined();
});

test('what other cells are in the guest makes no difference', async () => {
  const { inputs, known } = await place();
  await known().keep(passed());
  const alone = { ...inputs.guest, cells: inputs.guest.cells.slice(0, 1) };
  expect(await known({ ...inputs, guest: alone }).find('own')).toEqual(passed());
});

test('with another module, program, contract, kernel, QEMU or argument it is not known', async () => {
  const { inputs, known, file } = await place();
  await known().keep(passed());
  const { guest, machine } = inputs;
  const [own] = guest.cells;
  if (!own) throw new Error('no cell');
  const others: Record<string, CellInputs> = {
    contract: { ...inputs, guest: { ...guest, cells: [{ ...own, contract: 'mmap.table refused\n' }] } },
    kernel: { ...inputs, image: 'beef' },
    qemu: { ...inputs, qemu: '8.2.0' },
    argument: {
      ...inputs,
      machine: { ...machine, kernelArguments: [...machine.kernelArguments, 'nosmp'] },
    },
    programs: { ...inputs, guest: { ...guest, tests: [] } },
    own: {
      ...inputs,
      guest: {
        ...guest,
        cells: [{ ...own, parameters: [{ module: 'vfio_pci', options: 'disable_idle_d3=1' }] }],
      } as CellInputs['guest'],
    },
    parameter: {
      ...inputs,
      guest: { ...guest, parameters: [{ module: 'vfio_pci', options: 'disable_idle_d3=1' }] },
    },
  };
  const found: string[] = [];
  for (const [name, given] of Object.entries(others)) if (await known(given).find('own')) found.push(name);
  expect(found).toEqual([]);
  await file('vfio.ko', 'another module');
  expect(await known().find('own')).toBeUndefined();
  await file('vfio.ko', 'module');
  await file('a_test', 'another program');
  expect(await known().find('own')).toBeUndefined();
});

test('what failed is tried again', async () => {
  const { known } = await place();
  const failure = new TestsFailed({ title: 'a test failed', hint: 'Look at it.' });
  const { result } = passed();
  await known().keep({ ...passed(), result: { ...result, verdict: 'FAIL', failure } });
  expect(await known().find('own')).toBeUndefined();
});

test('what cannot be read any more is taken away', async () => {
  const { known, cache } = await place();
  await known().keep(passed());
  const [entry = ''] = await readdir(cache.path('cells'));
  await writeFile(cache.path('cells', entry, 'cell.json.gz'), 'nonsense');
  expect(await known().find('own')).toBeUndefined();
  expect(await readdir(cache.path('cells'))).toEqual([]);
});

test('where the cache cannot be written, nothing is kept, and nothing is lost by that', async () => {
  const { inputs, file } = await place();
  const known = new KnownCells(inputs, { cache: new Cache(await file('cache', 'a file')) });
  await known.keep(passed());
  expect(await known.find('own')).toBeUndefined();
});
