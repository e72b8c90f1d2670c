// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Cache } from '../cache.ts';
import type { AcceleratorChoice, Context } from '../context.ts';
import { chooseAccelerator } from './accelerator.ts';
import { forToday, keep, keptAnswer } from './kvm/answer.ts';
import { type Host, identity } from './kvm/host.ts';
import type { Machine } from './machine.ts';
import { findMachine } from './machines.ts';

const STUB = fileURLToPath(new URL('test-data/qemu-stub.mjs', import.meta.url));
const x86 = await findMachine('x86-intel');

/** A device that anybody can open; only a stub is ever told to use KVM. */
const HOST: Host = {
  architecture: 'x86_64',
  device: '/dev/null',
  cpuinfo: 'model name\t: CPU of a test\ncpu MHz\t: 2000\nflags\t\t: fpu vme svm\n',
  modules: ['kvm', 'kvm_amd'],
  kernel: '6.1.0-1-amd64 #1 SMP',
};

let folder: string;
/** How often KVM was tried. */
let tried: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpw-accel-'));
  tried = 0;
});
afterEach(() => rm(folder, { recursive: true }));

function contextOf(accelerator: AcceleratorChoice = 'auto'): Context {
  return {
    cache: new Cache(folder),
    accelerator,
    signal: new AbortController().signal,
    report({ task, state }) {
      if (task === 'KVM' && state === 'start') tried++;
    },
  };
}

function machineOf(does: string, id = 'stub'): Machine {
  const accelerators = { tcg: ['-machine', 'stub'], kvm: ['-machine', `stub,does=${does}`] };
  return { ...x86, id, qemu: { binary: STUB, package: 'stub' }, accelerators };
}

const chosen = (machine: Machine, host: Host = HOST, how?: AcceleratorChoice) =>
  chooseAccelerator(machine, contextOf(how), host);

test('KVM that answers is used, and asked once for all machines of a kind, until the host is another', async () => {
  const machine = machineOf('answers');
  expect(await chosen(machine)).toMatchObject({ accelerator: 'kvm' });
  expect(await chosen({ ...machine, id: 'another' })).toMatchObject({ accelerator: 'kvm' });
  // How fast the CPU happens to run is not which it is.
  expect(await chosen(machine, { ...HOST, cpuinfo: HOST.cpuinfo.replace('2000', '3000') })).toMatchObject({
    accelerator: 'kvm',
  });
  expect(tried).toBe(1);
  await chosen(machine, { ...HOST, kernel: '6.1.0-2-amd64 #1 SMP' });
  await chosen(machine, { ...HOST, modules: ['kvm', 'kvm_intel'] });
  await chosen(machine, { ...HOST, cpuinfo: HOST.cpuinfo.replace('of a test', 'of another') });
  expect(tried).toBe(4);
});

test('KVM that does not answer is not used, which is kept with the reason', async () => {
  const machine = machineOf('halts');
  const why = 'QEMU stopped its CPU (internal-error, emulation failure)';
  expect(await chosen(machine)).toEqual({ accelerator: 'tcg', why });
  expect(await chosen(machine)).toEqual({ accelerator: 'tcg', why });
  expect(tried).toBe(1);
});

test('guests that ask at the same time have one answer', async () => {
  const machine = machineOf('answers');
  await Promise.all([chosen(machine), chosen(machine), chosen(machine)]);
  expect(tried).toBe(1);
});

test.each<[string, Partial<Host>, string]>([
  ['no device', { device: '/dev/none-such' }, 'there is no /dev/none-such'],
  ['a file in its place', { device: STUB }, `${STUB} is no device`],
  [
    'a CPU without virtualisation',
    { cpuinfo: 'flags\t\t: fpu vme\n' },
    'the CPU has neither vmx nor svm, so KVM can only interpret a kernel',
  ],
  [
    'the module that needs none',
    { modules: ['kvm', 'kvm_pvm'] },
    'its KVM is kvm_pvm, which interprets a kernel that was not made for it',
  ],
  [
    'another architecture',
    { architecture: 'aarch64' },
    'a guest of x86-64 on another host can only be emulated',
  ],
])('with %s nothing is tried', async (_, host, why) => {
  expect(await chosen(machineOf('answers'), { ...HOST, ...host })).toEqual({ accelerator: 'tcg', why });
  expect(tried).toBe(0);
});

test('an arm64 host has no flag that tells, and is tried', async () => {
  const arm = await findMachine('arm64-4k');
  const machine = { ...arm, qemu: { binary: STUB, package: 'stub' } };
  const kvm = [...(arm.accelerators.kvm ?? []), '-machine', 'does=answers'];
  const accelerators = { ...arm.accelerators, kvm };
  const host = { ...HOST, architecture: 'aarch64', cpuinfo: 'CPU part\t: 0xd0c\nFeatures\t: fp\n' } as const;
  expect(await chosen({ ...machine, accelerators }, host)).toMatchObject({ accelerator: 'kvm' });
});

test('powerpc runs under TCG whatever the host is', async () => {
  const why = 'this machine is for TCG alone';
  expect(await chosen(await findMachine('ppc64-64k'))).toEqual({ accelerator: 'tcg', why });
});

test('TCG by name asks nothing of the host', async () => {
  const why = 'it was asked for';
  expect(await chosen(machineOf('answers'), HOST, 'tcg')).toEqual({ accelerator: 'tcg', why });
  expect(tried).toBe(0);
});

test('KVM by name is tried again where it did not work, or is a failure of the host', async () => {
  const machine = machineOf('aborts');
  await chosen(machine);
  await expect(chosen(machine, HOST, 'kvm')).rejects.toMatchObject({
    code: 'NO_KVM',
    title: expect.stringContaining('SIGABRT'),
  });
  expect(tried).toBe(2);
  // A hint is no proof, for who insists.
  const host = { ...HOST, cpuinfo: 'flags\t\t: fpu\n' };
  expect(await chosen(machineOf('answers'), host, 'kvm')).toMatchObject({ accelerator: 'kvm' });
  await expect(chosen(await findMachine('ppc64-64k'), HOST, 'kvm')).rejects.toMatchObject({
    code: 'NO_KVM',
    title: '--accel kvm (or KPW_ACCEL) asks for KVM, which does not work here: this machine is for TCG alone',
  });
});

test('what a boot taught goes before what the probe said, and what may be chance lapses', async () => {
  const machine = machineOf('answers');
  const context = contextOf();
  const key = await identity(HOST, machine, context.signal);
  await chosen(machine);
  await keep(key, { works: false, why: 'in a boot QEMU stopped the guest (internal-error)' }, context);
  expect(await chosen(machine)).toMatchObject({ accelerator: 'tcg' });
  const { until = 0 } = forToday({ works: false, why: '' });
  expect(until).toBeGreaterThan(Date.now());
  await keep(key, { works: false, why: 'busy', until: Date.now() - 1 }, context);
  expect(await keptAnswer(key, context)).toBe(undefined);
  expect(await chosen(machine)).toMatchObject({ accelerator: 'kvm' });
});

test('a damaged answer is asked for again', async () => {
  const machine = machineOf('answers');
  const context = contextOf();
  await keep(await identity(HOST, machine, context.signal), { works: 'so so' } as never, context);
  expect(await chosen(machine)).toMatchObject({ accelerator: 'kvm' });
});
