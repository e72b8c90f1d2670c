// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Cache } from '../cache.ts';
import type { AcceleratorChoice, Context } from '../context.ts';
import { findMachine } from './machines.ts';
import { runShell } from './shell.ts';

const STUB = fileURLToPath(new URL('test-data/qemu-stub.mjs', import.meta.url));
const x86 = await findMachine('x86-intel');
let folder: string;
let told: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpw-shell-'));
  told = [];
});
afterEach(() => rm(folder, { recursive: true }));

async function shell(kvm: string, tcg: string, accelerator: AcceleratorChoice = 'auto') {
  const init = join(folder, 'init');
  await writeFile(init, '');
  const guest = { init, base: [], tests: [], programSeconds: 5, busybox: init };
  const cells = [{ name: 'a', modules: [], contract: '' }];
  const does = (what: string) => ['-machine', `stub,does=${what}`];
  const machine = {
    ...x86,
    qemu: { binary: STUB, package: 'stub' },
    accelerators: { kvm: does(kvm), tcg: does(tcg) },
  };
  const context: Context = {
    cache: new Cache(join(folder, 'cache')),
    accelerator,
    signal: new AbortController().signal,
    report: ({ task, state, text }) => told.push(`${state} ${task}: ${text}`),
  };
  const initrd = join(folder, 'shell.cpio');
  try {
    const first = { accelerator: 'kvm', why: 'a test says so' } as const;
    return await runShell({ ...guest, cells }, machine, { image: init }, 'a', initrd, context, first);
  } finally {
    expect(existsSync(initrd)).toBe(false);
  }
}

test('a shell that KVM stops begins again under TCG', async () => {
  expect(await shell('halts', 'leaves')).toBe(0);
  expect(told).toEqual(['failed shell: under KVM QEMU stopped the guest (internal-error); under TCG now']);
});

test('so does one whose QEMU gives up over KVM', async () => {
  expect(await shell('aborts', 'leaves')).toBe(0);
  expect(told).toEqual(['failed shell: under KVM QEMU ended (SIGABRT); under TCG now']);
});

test('a shell that ends has ended, under KVM as well', async () => {
  expect(await shell('leaves', 'aborts')).toBe(0);
  expect(told).toEqual([]);
});

test('KVM by name does not fall back', async () => {
  await expect(shell('halts', 'leaves', 'kvm')).rejects.toMatchObject({ code: 'NO_KVM' });
});
