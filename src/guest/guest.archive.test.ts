// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { vfio } from '../../subsystems/vfio/index.ts';
import { Cache, defaultCacheRoot } from '../cache.ts';
import type { Context, Progress } from '../context.ts';
import { type Kernel, prepareKernel } from '../kernel/build.ts';
import { openTree } from '../kernel/open.ts';
import { PC } from '../kernel/testing/platform.ts';
import { type GuestReport, runCells } from './cells.ts';
import type { Guest } from './files.ts';
import { findMachine } from './machines.ts';

const PREPARE_MS = 600_000;
const root = fileURLToPath(new URL('../..', import.meta.url));
const machine = await findMachine('x86-intel');
let folder: string;
let kernel: Kernel;

function contextOf(signal: AbortSignal, report: (progress: Progress) => void = () => undefined): Context {
  return { cache: new Cache(defaultCacheRoot()), signal, report };
}

function guestOf(...names: string[]): Guest {
  const paths = (modules: Kernel['base']) => modules.map(({ path }) => path);
  return {
    init: join(folder, 'init'),
    base: paths(kernel.base),
    cells: names.map((name) => ({ name, modules: paths(kernel.shipped), contract: '' })),
    tests: [{ name: 'misbehave', path: join(folder, 'misbehave') }],
    binding: vfio.binding,
    programSeconds: 5,
  };
}

/** A line a cell. How long a program had depends on how fast the host is (src/guest/patience.ts). */
function said(report: GuestReport): string[] {
  return report.cells.map(({ cell, boot, verdict, failure }) =>
    [`${cell}, boot ${boot}: ${verdict}`, failure?.code, failure?.title?.replace(/within \d+ s/, 'in time')]
      .filter(Boolean)
      .join(' '),
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpw-guest-'));
  const context = contextOf(new AbortController().signal);
  kernel = await prepareKernel(await openTree('debian:6.1', context), PC, vfio.modules, context);
  await execa('make', ['-C', join(root, 'kernel-tests/init'), `OUT=${folder}`]);
  const source = join(root, 'src/guest/test-data/misbehave.c');
  await execa('gcc', ['-Wall', '-O2', '-static', '-o', join(folder, 'misbehave'), source]);
}, PREPARE_MS);

afterAll(() => rm(folder, { recursive: true, force: true }));

test('cells that take the guest down cost themselves only', async () => {
  const output = join(folder, 'run');
  const context = contextOf(new AbortController().signal);
  const guest = guestOf('first', 'panics', 'sleeps', 'warns', 'last');
  const report = await runCells(guest, machine, kernel, { output }, context);
  expect(said(report)).toMatchInlineSnapshot(`
    [
      "first, boot 1: PASS",
      "panics, boot 1: FAIL PANIC Kernel panic - not syncing: sysrq triggered crash",
      "sleeps, boot 2: FAIL HANG no end in time",
      "warns, boot 2: FAIL SPLAT WARNING: CPU: 0 PID: 1 at kernel/x.c:1 f+0x1/0x2",
      "last, boot 3: PASS",
    ]
  `);
  expect(report.cells[0]?.observations).toEqual([{ key: 'nvme', value: '0000:00:05.0' }]);
  expect(report.boots.map(({ release }) => release)).toEqual(report.boots.map(() => kernel.release));
  expect(await readdir(output)).toEqual(['boot-1', 'boot-2', 'boot-3']);
  const results = await readFile(join(output, 'boot-3', 'results.log'), 'utf8');
  expect(results.trimEnd().split('\n').at(-1)).toBe('KPW end');
});

test('a clock that jumps, lines that are cut, bytes that are no text, and a program that does not end', async () => {
  const output = join(folder, 'odd');
  const context = contextOf(new AbortController().signal);
  const guest = guestOf('jumps', 'cuts', 'spits', 'lingers', 'last');
  expect(said(await runCells(guest, machine, kernel, { output }, context))).toMatchInlineSnapshot(`
    [
      "jumps, boot 1: PASS",
      "cuts, boot 1: ERROR MALFORMED_KTAP not a whole KTAP document: 2 tests planned, 1 results",
      "spits, boot 1: PASS",
      "lingers, boot 1: FAIL HANG no end in time",
      "last, boot 1: PASS",
    ]
  `);
});

test('a cell’s modules are loaded with its own values, and one whose value the kernel refuses costs itself only', async () => {
  const output = join(folder, 'loaded');
  const context = contextOf(new AbortController().signal);
  const values = [undefined, 'Y', 'maybe', 'N'];
  const names = values.map((value) => (value === undefined ? 'loaded' : `loaded[nointxmask=${value}]`));
  const plain = guestOf(...names);
  const own = (value: string | undefined) =>
    value === undefined ? [] : [{ module: 'vfio_pci', options: `nointxmask=${value}` }];
  const guest: Guest = {
    ...plain,
    cells: plain.cells.map((cell, at) => ({ ...cell, parameters: own(values[at]) })),
    // What all cells have gives way to a cell's own.
    parameters: [{ module: 'vfio-pci', options: 'nointxmask=Y' }],
  };
  const report = await runCells(guest, machine, kernel, { output }, context);
  const seen = report.cells.map(
    ({ observations }) => observations.find(({ key }) => key === 'nointxmask')?.value,
  );
  expect(said(report).map((line, at) => `${line}: ${seen[at] ?? 'nothing'}`)).toMatchInlineSnapshot(`
    [
      "loaded, boot 1: PASS: Y",
      "loaded[nointxmask=Y], boot 1: PASS: Y",
      "loaded[nointxmask=maybe], boot 1: FAIL PARAMETER_REFUSED the kernel does not take maybe for the parameter nointxmask of vfio_pci: it is invalid: nothing",
      "loaded[nointxmask=N], boot 2: PASS: N",
    ]
  `);
}, 180_000);

test('a cell ends with its first failure where that is enough, and runs in the order that it was given', async () => {
  const output = join(folder, 'until-failure');
  const context = contextOf(new AbortController().signal);
  const plain = guestOf('fails', 'last');
  const path = join(folder, 'misbehave');
  const guest = {
    ...plain,
    cells: plain.cells.map((cell) => ({ ...cell, order: ['third', 'no-such-program', 'first'] })),
    tests: ['first', 'second', 'third'].map((name) => ({ name, path })),
    untilFailure: true,
  };
  const report = await runCells(guest, machine, kernel, { output }, context);
  expect(said(report)).toMatchInlineSnapshot(`
    [
      "fails, boot 1: FAIL TESTS_FAILED 1 of 2 tests failed",
      "last, boot 1: PASS",
    ]
  `);
  expect(report.cells.map(({ programs }) => programs.map(({ name }) => name))).toEqual([
    ['third'],
    ['third', 'first', 'second'],
  ]);
}, 180_000);

test('a panic before init is told of every cell', async () => {
  const output = join(folder, 'panic');
  const context = contextOf(new AbortController().signal);
  const kernelArguments = [...machine.kernelArguments, 'rdinit=/none'];
  const report = await runCells(
    guestOf('a', 'b'),
    { ...machine, kernelArguments },
    kernel,
    { output },
    context,
  );
  expect(said(report)).toMatchInlineSnapshot(`
    [
      "a, boot 2: FAIL PANIC Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)",
      "b, boot 2: FAIL PANIC Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)",
    ]
  `);
});

/** A run of one cell on the machine with another first device, and what it reports on the way. */
async function runWithDevice(device: string, name: string): Promise<{ report: GuestReport; said: string[] }> {
  const [first, ...others] = machine.devices;
  if (!first) throw new Error('a machine without devices');
  const heard: string[] = [];
  const report = await runCells(
    guestOf('a'),
    { ...machine, devices: [{ ...first, device }, ...others] },
    kernel,
    { output: join(folder, name) },
    contextOf(new AbortController().signal, (progress) => heard.push(JSON.stringify(progress))),
  );
  return { report, said: heard.filter((line) => line.includes(device)) };
}

test('a device that QEMU does not know is left out, which is said before the boot', async () => {
  const { report, said: heard } = await runWithDevice('e1000f', 'unknown');
  expect(said(report)).toMatchInlineSnapshot(`
    [
      "a, boot 1: PASS",
    ]
  `);
  expect(heard).toMatchInlineSnapshot(`
    [
      "{"task":"machine x86-intel","state":"note","text":"without e1000e: this QEMU 7.2.22 has no e1000f"}",
    ]
  `);
});

test('a property that QEMU does not know is told in QEMU’s words', async () => {
  const { report } = await runWithDevice('e1000e,speed=fast', 'property');
  expect(said(report)).toMatchInlineSnapshot(`
    [
      "a, boot 1: SKIP HOST_LACKS this host's QEMU does not support the machine: Property 'e1000e.speed' not found",
    ]
  `);
  expect(report.cells[0]?.failure?.detail).toMatchInlineSnapshot(
    `"qemu-system-x86_64: -device e1000e,speed=fast,id=e1000e,bus=pcie.0,addr=04.0: Property 'e1000e.speed' not found"`,
  );
});

test('what is no kernel does not boot, and QEMU says why', async () => {
  const context = contextOf(new AbortController().signal);
  const options = { output: join(folder, 'no-kernel') };
  const report = await runCells(guestOf('a'), machine, { image: '/dev/null' }, options, context);
  expect(said(report)).toMatchInlineSnapshot(`
    [
      "a, boot 1: MISS GUEST_EXITED QEMU ended (status 1) before the guest was done",
    ]
  `);
  expect(existsSync(join(options.output, 'boot-1', 'qemu.log'))).toBe(true);
});

test('an abort leaves neither QEMU nor an output folder', async () => {
  const abort = new AbortController();
  const reason = new Error('Ctrl-C');
  const context = contextOf(abort.signal, ({ state, task }) => {
    if (task === 'cell sleeps' && state === 'start') abort.abort(reason);
  });
  const output = join(folder, 'aborted');
  await expect(runCells(guestOf('sleeps'), machine, kernel, { output }, context)).rejects.toBe(reason);
  expect((await readdir(folder)).filter((name) => name.startsWith('aborted'))).toEqual([]);
  const { stdout } = await execa('pgrep', ['-f', join(folder, 'abort')], { reject: false });
  expect(stdout).toBe('');
});

test('results that are there already are not overwritten', async () => {
  const context = contextOf(new AbortController().signal);
  await expect(runCells(guestOf('a'), machine, kernel, { output: folder }, context)).rejects.toMatchObject({
    code: 'USAGE',
    title: 'the folder for the results is already there',
  });
});
