// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ModuleSwap } from '../../subsystem.ts';
import { testContext } from '../testing/context.ts';
import { extractModules } from './module-set.ts';
import { moduleWith } from './testing/elf.ts';

async function said(swap: ModuleSwap, builtIn = 'kernel/bus/lamp-bus.ko\n'): Promise<string[] | string> {
  const modules = join(await mkdtemp(join(tmpdir(), 'kpw-test-')), '6.1.0');
  await mkdir(join(modules, 'kernel/lamp'), { recursive: true });
  await writeFile(
    join(modules, 'kernel/lamp/lamp.ko'),
    moduleWith(['name=lamp', 'depends=', 'vermagic=6.1 ']),
  );
  if (builtIn !== '') await writeFile(join(modules, 'modules.builtin'), builtIn);
  return extractModules(modules, swap, join(modules, 'into'), await testContext()).then(
    ({ base, shipped }) => [...base, ...shipped].map(({ name }) => name),
    ({ code, title, hint }) => `${code} ${title}${builtIn === '' ? `: ${hint}` : ''}`,
  );
}

test('what a guest needs besides may be built in; what is to be replaced may not', async () => {
  expect(await said({ roots: ['lamp'], further: ['lamp_bus'] })).toEqual(['lamp']);
  expect(await said({ roots: ['lamp_bus'] })).toBe(
    'MODULE_MISSING lamp_bus is built into the kernel 6.1.0, where it cannot be replaced',
  );
  expect(await said({ roots: ['lamp'], further: ['lamp_buss'] })).toBe(
    'MODULE_MISSING the kernel 6.1.0 has no module lamp_buss',
  );
});

test('of a kernel that does not say what it has built in, what a guest needs besides may be that', async () => {
  expect(await said({ roots: ['lamp'], further: ['lamp_bus'] }, '')).toEqual(['lamp']);
  expect(await said({ roots: ['lamp_bus'] }, '')).toMatch(
    /^MODULE_MISSING the kernel 6\.1\.0 has no module lamp_bus: .*does not list what it has built in/,
  );
});
