// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Cache } from '../cache.ts';
import type { AcceleratorChoice, Context } from '../context.ts';
import { type GuestReport, runCells } from './cells.ts';
import type { Guest } from './files.ts';
import { keptAnswer } from './kvm/answer.ts';
import { identity, thisHost } from './kvm/host.ts';
import type { Machine } from './machine.ts';
import { findMachine } from './machines.ts';

const STUB = fileURLToPath(new URL('test-data/qemu-stub.mjs', import.meta.url));
const x86 = await findMachine('x86-intel');
let folder: string;
let told: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpw-patience-'));
  told = [];
});
afterEach(() => rm(folder, { recursive: true }));

/** A machine whose QEMU does one thing under KVM and another under TCG. */
function machineOf(kvm: string, tcg: string, cells = 'a+b'): Machine {
  const does = (what: string) => ['-machine', `stub,does=${what},cells=${cells}`];
  return {
    ...x86,
    qemu: { binary: STUB, package: 'stub' },
    accelerators: { kvm: does(kvm), tcg: does(tcg) },
  };
}

function contextOf(accelerator: AcceleratorChoice): Context {
  return {
    cache: new Cache(join(folder, 'cache')),
    accelerator,
    signal: new AbortController().signal,
    report({ task, state, text = '' }) {
      // How long a boot took is not told here.
      if (state === 'failed' || state === 'done')
        told.push(`${state} ${task} ${text}`.replace(/,? \d+\.\d s/, ''));
    },
  };
}

async function booted(
  machine: Machine,
  { accelerator = 'auto' as AcceleratorChoice, limits = {} } = {},
): Promise<GuestReport> {
  const init = join(folder, 'init');
  await writeFile(init, '');
  const cells = ['a', 'b'].map((name) => ({ name, modules: [], contract: '' }));
  const guest: Guest = { init, base: [], cells, tests: [], programSeconds: 5 };
  const execution = { accelerator: 'kvm', why: 'a test says so' } as const;
  const options = { output: join(folder, 'out'), execution, limits };
  return runCells(guest, machine, { image: init }, options, contextOf(accelerator));
}

const summary = ({ boots, cells }: GuestReport) => [
  ...boots.map(({ accelerator, repeated = 'stands' }) => `${accelerator}: ${repeated}`),
  ...cells.map(({ cell, boot, verdict, failure }) =>
    `${cell}, boot ${boot}: ${verdict} ${failure?.code ?? ''}`.trim(),
  ),
];

async function lesson(machine: Machine) {
  const context = contextOf('auto');
  return keptAnswer(await identity(await thisHost(), machine, context.signal), context);
}

test('a guest that KVM stops runs again under TCG: one line says why, and no cell is missed', async () => {
  const machine = machineOf('halts', 'passes');
  const report = await booted(machine);
  expect(summary(report)).toMatchInlineSnapshot(`
    [
      "kvm: under KVM QEMU stopped the guest (internal-error); under TCG now",
      "tcg: stands",
      "a, boot 2: PASS",
      "b, boot 2: PASS",
    ]
  `);
  expect(told).toMatchInlineSnapshot(`
    [
      "failed boot 1 repeated after: under KVM QEMU stopped the guest (internal-error); under TCG now",
      "done cell a PASS",
      "done cell b PASS",
      "done boot 2",
    ]
  `);
  expect(await lesson(machine)).toEqual({
    works: false,
    why: 'in a boot QEMU stopped the guest (internal-error)',
  });
  expect(await readFile(join(folder, 'out/boot-1/qemu.log'), 'utf8')).toContain('emulation failure');
});

test('a cell that KVM stops in the middle runs again under TCG, and those before it count', async () => {
  const report = await booted(machineOf('stumbles', 'passes'));
  expect(summary(report)).toMatchInlineSnapshot(`
    [
      "kvm: under KVM QEMU stopped the guest (internal-error); under TCG now",
      "tcg: stands",
      "a, boot 1: PASS",
      "b, boot 2: PASS",
    ]
  `);
  expect(told).toMatchInlineSnapshot(`
    [
      "done cell a PASS",
      "failed boot 1 repeated after: under KVM QEMU stopped the guest (internal-error); under TCG now",
      "done cell b PASS",
      "done boot 2",
    ]
  `);
});

test('a QEMU that gives up over KVM is another such boot', async () => {
  const machine = machineOf('aborts', 'passes');
  expect(summary(await booted(machine))).toMatchInlineSnapshot(`
    [
      "kvm: under KVM QEMU ended (SIGABRT); under TCG now",
      "tcg: stands",
      "a, boot 2: PASS",
      "b, boot 2: PASS",
    ]
  `);
  expect(await lesson(machine)).toMatchObject({ works: false });
});

test('a guest that gives no sign of life under KVM is not waited for as long as a boot may take', async () => {
  const machine = machineOf('waits', 'passes');
  const report = await booted(machine, { limits: { sign: 0.1 } });
  expect(summary(report)).toMatchInlineSnapshot(`
    [
      "kvm: under KVM the guest gave no sign of life; under TCG now",
      "tcg: stands",
      "a, boot 2: PASS",
      "b, boot 2: PASS",
    ]
  `);
  // It may have been chance.
  expect((await lesson(machine))?.until).toBeGreaterThan(Date.now());
});

test('what fails under TCG as well was not KVM’s fault', async () => {
  const machine = machineOf('aborts', 'refuses');
  expect(summary(await booted(machine))).toMatchInlineSnapshot(`
    [
      "kvm: under KVM QEMU ended (SIGABRT); under TCG now",
      "tcg: stands",
      "a, boot 2: MISS GUEST_EXITED",
      "b, boot 2: MISS GUEST_EXITED",
    ]
  `);
  expect(await lesson(machine)).toBe(undefined);
});

test('under TCG a guest that QEMU stops is told on its own', async () => {
  const machine = machineOf('halts', 'halts');
  const report = await booted(machine);
  expect(summary(report)).toMatchInlineSnapshot(`
    [
      "kvm: under KVM QEMU stopped the guest (internal-error); under TCG now",
      "tcg: stands",
      "a, boot 2: MISS GUEST_STOPPED",
      "b, boot 2: MISS GUEST_STOPPED",
    ]
  `);
  expect(report.cells[0]?.failure?.detail).toContain('emulation failure');
});

test('KVM by name does not fall back: it is the host that fails', async () => {
  const machine = machineOf('halts', 'passes');
  await expect(booted(machine, { accelerator: 'kvm' })).rejects.toMatchObject({
    code: 'NO_KVM',
    title:
      '--accel kvm (or KPW_ACCEL) asks for KVM, which does not work here: in a boot QEMU stopped the guest (internal-error)',
  });
});

test('KVM by name, and a cell that it stops in the middle, is told of that cell', async () => {
  const report = await booted(machineOf('stumbles', 'passes'), { accelerator: 'kvm' });
  expect(summary(report)).toMatchInlineSnapshot(`
    [
      "kvm: stands",
      "a, boot 1: PASS",
      "b, boot 1: ERROR GUEST_STOPPED",
    ]
  `);
});

test('a QEMU that somebody kills is started once more in the same way, and KVM is not blamed', async () => {
  const machine = machineOf('killed', 'passes');
  expect(summary(await booted(machine))).toMatchInlineSnapshot(`
    [
      "kvm: QEMU was killed from outside (SIGKILL)",
      "kvm: stands",
      "a, boot 2: MISS QEMU_KILLED",
      "b, boot 2: MISS QEMU_KILLED",
    ]
  `);
  expect(await lesson(machine)).toBe(undefined);
});

test('a stall by a clock that the kernel measured on a busy host counts when it is there twice', async () => {
  expect(summary(await booted(machineOf('halts', 'drifts')))).toMatchInlineSnapshot(`
    [
      "kvm: under KVM QEMU stopped the guest (internal-error); under TCG now",
      "tcg: the kernel measured its clock wrongly, and tells of a stall by it",
      "tcg: stands",
      "tcg: stands",
      "a, boot 3: FAIL SPLAT",
      "b, boot 4: FAIL SPLAT",
    ]
  `);
});
