// SPDX-License-Identifier: GPL-2.0-only
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findMachine } from '../guest/machines.ts';
import type { Kernel } from '../kernel/build.ts';
import { scratch } from '../kernel/testing/context.ts';
import { fitting } from './kernel.ts';

const machine = await findMachine('x86-intel');

/** A kernel whose configuration has these symbols. */
async function configured(symbols: readonly string[]): Promise<Kernel> {
  const config = join(await scratch(), 'config');
  await writeFile(config, symbols.map((symbol) => `CONFIG_${symbol}=y\n`).join(''));
  return { config } as Kernel;
}

test('a kernel that has all that the machine needs is the one to be used', async () => {
  const kernel = await configured(machine.configs);
  expect(await fitting(kernel, machine, 'the kernel', 'hint')).toBe(kernel);
});

test('a kernel that lacks something is refused, and every symbol is named', async () => {
  const kernel = await configured(
    machine.configs.filter((one) => !['IRQ_REMAP', 'PRINTK_TIME'].includes(one)),
  );
  await expect(fitting(kernel, machine, 'the kernel 6.1', 'Take another.')).rejects.toMatchObject({
    code: 'TREE_UNSUITABLE',
    title: 'the kernel 6.1 lacks CONFIG_PRINTK_TIME, CONFIG_IRQ_REMAP',
    where: 'machine x86-intel',
    hint: 'Take another.',
  });
});
