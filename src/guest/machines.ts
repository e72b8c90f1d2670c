// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mistakeIn } from '../data-file.ts';
import { didYouMean } from '../nearest.ts';
import { MachineMalformed, UnknownMachine } from './failures.ts';
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

/** @throws UnknownMachine; MachineMalformed when its file has a mistake */
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
  return readMachine(
    name,
    join(FOLDER, `${name}.ts`),
    () => import(`../../kernel-tests/machines/${name}.ts`),
  );
}

/**
 * The machine that a file exports.
 *
 * @param file its path, for the message
 * @throws MachineMalformed with the line and what is wrong there
 */
export async function readMachine(
  name: string,
  file: string,
  load: () => Promise<{ default?: unknown }>,
): Promise<Machine> {
  try {
    const { default: exported } = await load();
    if (exported === undefined) throw new Error('it has no default export');
    const machine = Machine.parse(exported);
    if (machine.id === name) return machine;
    throw new Error(`the file is called ${name}.ts, and the machine '${machine.id}'`);
  } catch (error) {
    const { title, line } = await mistakeIn(file, error);
    throw new MachineMalformed(
      {
        title: `the machine ${name} has a mistake: ${title}`,
        where: `kernel-tests/machines/${name}.ts${line === undefined ? '' : `:${line}`}`,
        hint: 'Mend that file; src/guest/machine.ts describes its fields. Other machines do not need it.',
      },
      { cause: error },
    );
  }
}

/** A machine, or what is wrong with its file. */
export type Found = { readonly name: string } & (
  | { readonly machine: Machine; readonly mistake?: undefined }
  | { readonly machine?: undefined; readonly mistake: MachineMalformed }
);

/**
 * Machines by name, each with its own mistake where it has one: that of one is no matter of the others.
 *
 * @throws UnknownMachine
 */
export function findMachines(names: readonly string[]): Promise<Found[]> {
  return Promise.all(
    names.map(async (name): Promise<Found> => {
      try {
        return { name, machine: await findMachine(name) };
      } catch (error) {
        if (error instanceof MachineMalformed) return { name, mistake: error };
        throw error;
      }
    }),
  );
}
