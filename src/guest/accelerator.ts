// SPDX-License-Identifier: GPL-2.0-only
import { rm } from 'node:fs/promises';
import type { Context } from '../context.ts';
import type { Accelerator } from './command.ts';
import { NoKvm } from './failures.ts';
import { keep, keptAnswer, type ProbeAnswer } from './kvm/answer.ts';
import { deviceObstacle, type Host, hint, identity, thisHost } from './kvm/host.ts';
import { probe } from './kvm/probe.ts';
import type { Machine } from './machine.ts';

/** How a machine's guests are executed. */
export interface Execution {
  accelerator: Accelerator;
  /** One clause: why not KVM, or how it is known that KVM works. */
  why: string;
}

const NAMES: Readonly<Record<Machine['architecture'], string>> = {
  x86_64: 'x86-64',
  aarch64: 'arm64',
  ppc64le: 'powerpc',
};

/**
 * KVM where it runs a kernel at full speed, TCG elsewhere, or what the context asks for. What is found out of a host
 * by a test is kept in the cache until its kernel, its CPU or its QEMU is another.
 *
 * @throws NoKvm when the context asks for KVM, and it does not work
 */
export async function chooseAccelerator(machine: Machine, context: Context, host?: Host): Promise<Execution> {
  const { accelerator = 'auto' } = context;
  if (accelerator === 'tcg') return { accelerator: 'tcg', why: 'it was asked for' };
  const { works, why } = await answer(machine, context, host ?? (await thisHost()));
  if (works) return { accelerator: 'kvm', why };
  if (accelerator === 'auto') return { accelerator: 'tcg', why };
  throw noKvm(machine, why);
}

export function noKvm(machine: Machine, why: string): NoKvm {
  return new NoKvm({
    title: `--accel kvm (or KPW_ACCEL) asks for KVM, which does not work here: ${why}`,
    where: `machine ${machine.id}`,
    hint: 'Leave out --accel kvm (or KPW_ACCEL): the guest then runs under TCG, more slowly.',
  });
}

/** Keeps what a boot taught: the machine's guests run under TCG on this host, and not, or well, under KVM. */
export async function learn(machine: Machine, taught: ProbeAnswer, context: Context): Promise<void> {
  await keep(await identity(await thisHost(), machine, context.signal), taught, context);
}

async function answer(machine: Machine, context: Context, host: Host): Promise<ProbeAnswer> {
  const { architecture } = machine;
  const { kvm } = machine.accelerators;
  if (!kvm || architecture === 'ppc64le') return no('this machine is for TCG alone');
  if (architecture !== host.architecture)
    return no(`a guest of ${NAMES[architecture]} on another host can only be emulated`);
  const asked = context.accelerator === 'kvm';
  // If the user asks for KVM by name, kpw tries it, whatever a hint or an earlier answer says.
  const obstacle = (await deviceObstacle(host.device)) ?? (asked ? undefined : hint(host));
  if (obstacle !== undefined) return no(obstacle);

  const key = await identity(host, machine, context.signal);
  const known = async () => {
    const kept = await keptAnswer(key, context);
    return kept?.works || !asked ? kept : undefined;
  };
  const kept = await known();
  if (kept) return kept;
  return context.cache.locked(`kvm-${key}`, { signal: context.signal }, async () => {
    // Another process, or another guest of this one, may have asked in the meantime.
    const since = await known();
    if (since) return since;
    const folder = await context.cache.temporary();
    context.report({ task: 'KVM', state: 'start', text: 'does it run a kernel?' });
    try {
      const found = await probe(architecture, [machine.qemu.binary, ...kvm], folder, context);
      await keep(key, found, context);
      if (found.works) context.report({ task: 'KVM', state: 'done', text: 'works' });
      else context.report({ task: 'KVM', state: 'done', text: `not used: ${found.why}` });
      return found;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

function no(why: string): ProbeAnswer {
  return { works: false, why };
}
