// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { ProbeAnswer } from './answer.ts';
import { type ProbeLimits, probe } from './probe.ts';
import type { Probed } from './rom.ts';

const STUB = fileURLToPath(new URL('../test-data/qemu-stub.mjs', import.meta.url));
const { signal } = new AbortController();

async function asked(
  architecture: Probed,
  qemu: readonly string[],
  limits?: ProbeLimits,
): Promise<ProbeAnswer> {
  const folder = await mkdtemp(join(tmpdir(), 'kpw-probe-'));
  try {
    return await probe(architecture, qemu, folder, { signal }, limits);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const stub = (does: string, limits?: ProbeLimits) =>
  asked('x86_64', [STUB, '-machine', `does=${does}`], limits);

/** What no two runs have in common. */
const timeless = ({ why }: ProbeAnswer) => why.replace(/\d+(\.\d+)? s\b/, 'N s');

test('a QEMU whose CPU answers', async () => {
  expect(await stub('answers')).toMatchObject({ works: true });
});

test.each([
  ['spins', 'it does not run at full speed: 2^20 rounds of a loop were not done in N s of CPU time'],
  ['halts', 'QEMU stopped its CPU (internal-error, emulation failure)'],
  ['fails', 'QEMU stopped its CPU (io-error)'],
  ['errs', 'the CPU does not do what it should'],
  ['shuts', 'QEMU ended (status 0) in a test of it'],
  ['aborts', 'QEMU ended (SIGABRT: qemu-stub: kvm_buf_set_msrs: Assertion failed.) in a test of it'],
  ['refuses', 'QEMU ended (status 1: qemu-stub: failed to initialize kvm: No such device) in a test of it'],
])('one that %s', async (does, why) => {
  const answer = await stub(does, { cpu: 0.3, wall: 60 });
  expect(timeless(answer)).toBe(why);
  expect(answer).toMatchObject({ works: false });
  expect(answer.until).toBe(undefined);
});

test('one that neither executes nor spends time is given up by the clock', async () => {
  const answer = await stub('waits', { cpu: 1, wall: 0.2 });
  expect(timeless(answer)).toBe('it does not answer: a test of it was not done in N s');
});

test('that somebody else has KVM is no answer for ever', async () => {
  const answer = await stub('busy');
  expect(answer.works).toBe(false);
  expect(answer.until).toBeGreaterThan(Date.now());
});

test('an abort leaves no QEMU behind', async () => {
  const abort = new AbortController();
  const reason = new Error('Ctrl-C');
  const folder = await mkdtemp(join(tmpdir(), 'kpw-probe-'));
  try {
    const running = probe('x86_64', [STUB, '-machine', 'does=waits'], folder, abort);
    setTimeout(() => abort.abort(reason), 300);
    await expect(running).rejects.toBe(reason);
    const left = execFileSync('ps', ['-eo', 'args='], { encoding: 'utf8' });
    expect(left).not.toContain(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
});

function lacks(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return false;
  } catch {
    return true;
  }
}

const X86 = 'qemu-system-x86_64';
const ARM = 'qemu-system-aarch64';

/** TCG executes what a CPU would: whatever the ROM needs, and whatever CPUID announces. */
const PATIENT = { cpu: 60, wall: 60 };

test.skipIf(lacks(X86)).each(['qemu64,cx16=off', 'qemu64', 'max', 'Nehalem', 'EPYC'])(
  'the ROM answers on the emulated x86-64 CPU %s',
  async (cpu) => {
    const qemu = [X86, '-machine', 'q35,accel=tcg', '-cpu', cpu];
    expect(await asked('x86_64', qemu, PATIENT)).toMatchObject({ works: true });
  },
);

test.skipIf(lacks(ARM)).each(['max,pauth-impdef=on', 'cortex-a53', 'cortex-a57', 'neoverse-n1'])(
  'the ROM answers on the emulated arm64 CPU %s',
  async (cpu) => {
    const qemu = [ARM, '-machine', 'virt,accel=tcg,iommu=smmuv3,gic-version=3', '-cpu', cpu];
    expect(await asked('aarch64', qemu, PATIENT)).toMatchObject({ works: true });
  },
);

test.skipIf(lacks(X86))('a ROM without a CPU that could run it does not answer yes', async () => {
  // A 32-bit CPU has no long mode.
  const qemu = [X86, '-machine', 'q35,accel=tcg', '-cpu', 'qemu32'];
  expect(await asked('x86_64', qemu, PATIENT)).toMatchObject({ works: false });
});
