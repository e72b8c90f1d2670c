// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { didYouMean } from '../nearest.ts';
import { UnknownMachine } from './failures.ts';
import { Machine } from './machine.ts';

const FOLDER = fileURLToPath(new URL('../../kernel-tests/machines/', import.meta.url));

/** Ids of the machines there are; a machine is one file in kernel-tests/machines. */
export async function machineNames(): Promise<string[]> {
  const files = await readdir(FOLDER);
  return files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
}

/**
 * @throws UnknownMachine
 * @throws ZodError when the machine's file is not a machine (a defect of that file)
 */
export async function findMachine(name: string): Promise<Machine> {
  const names = await machineNames();
  if (!names.includes(name)) {
    throw new UnknownMachine({
      title: `there is no machine called ${JSON.stringify(name)}`,
      where: 'kernel-tests/machines',
      hint: `${didYouMean(name, names) ?? ''} Machines: ${names.join(', ')}.`.trim(),
    });
  }
  // As a pattern, so that bin/bundle.mjs finds the files that it may mean.
  const file: { default: unknown } = await import(`../../kernel-tests/machines/${name}.ts`);
  const machine = Machine.parse(file.default);
  if (machine.id !== name) throw new Error(`${name}.ts describes the machine ${machine.id}`);
  return machine;
}
