// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { subsystems } from '../../subsystems/index.ts';
import { mistakeIn } from '../data-file.ts';
import { didYouMean } from '../nearest.ts';
import { MachineMalformed, UnknownMachine } from './failures.ts';
import { type Machine, MachineShape } from './machine.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** One file of a machine. */
export interface MachinePlace {
  readonly name: string;
  /** Below the checkout: `kernel-tests/machines/x86-intel.ts`; absolute where it is outside of it. */
  readonly file: string;
  load(): Promise<{ default?: unknown }>;
}

/**
 * The machines that any subsystem may use are in kernel-tests/machines, those of one alone in its folder. Their files are
 * loaded by patterns, so that bin/bundle.mjs finds those that may be meant.
 */
async function places(further: readonly MachinePlace[]): Promise<MachinePlace[]> {
  const common = (await filesIn('kernel-tests/machines')).map((name) => ({
    name,
    file: `kernel-tests/machines/${name}.ts`,
    load: () => import(`../../kernel-tests/machines/${name}.ts`),
  }));
  const own = await Promise.all(
    subsystems.map(async ({ id }) =>
      (await filesIn(`subsystems/${id}/machines`)).map((name) => ({
        name,
        file: `subsystems/${id}/machines/${name}.ts`,
        load: () => import(`../../subsystems/${id}/machines/${name}.ts`),
      })),
    ),
  );
  return [...common, ...own.flat(), ...further].sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function filesIn(folder: string): Promise<string[]> {
  const files = await readdir(join(PROJECT, folder)).catch(() => []);
  return files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.ts'.length));
}

/**
 * Ids of the machines there are, sorted; a machine is one file.
 *
 * @param further those outside of the checkout
 */
export async function machineNames(further: readonly MachinePlace[] = []): Promise<string[]> {
  return [...new Set((await places(further)).map(({ name }) => name))];
}

/** @throws UnknownMachine; MachineMalformed when its file has a mistake, or another has the same name */
export async function findMachine(name: string, further: readonly MachinePlace[] = []): Promise<Machine> {
  return readMachine(await findPlace(name, further), PROJECT);
}

/**
 * The path of a machine's file, absolute.
 *
 * @throws UnknownMachine; MachineMalformed where two have that name
 */
export async function machineFilePath(name: string, further: readonly MachinePlace[] = []): Promise<string> {
  return resolve(PROJECT, (await findPlace(name, further)).file);
}

async function findPlace(name: string, further: readonly MachinePlace[]): Promise<MachinePlace> {
  const all = await places(further);
  const [place, other] = all.filter((one) => one.name === name);
  if (!place) {
    const names = [...new Set(all.map((one) => one.name))];
    throw new UnknownMachine({
      title: `there is no machine called ${JSON.stringify(name)}`,
      where: `--machine ${name}`,
      hint: `${didYouMean(name, names) ?? ''} Machines: ${names.join(', ')}.`.trim(),
    });
  }
  if (other)
    throw new MachineMalformed({
      title: `two machines are called ${name}`,
      where: `${place.file}, ${other.file}`,
      hint: 'Rename one of them: the id in its file, and the file.',
    });
  return place;
}

/**
 * The machine that a file exports.
 *
 * @param folder that the file's path is below
 * @throws MachineMalformed with the line and what is wrong there
 */
export async function readMachine({ name, file, load }: MachinePlace, folder: string): Promise<Machine> {
  try {
    const { default: exported } = await load();
    if (exported === undefined) throw new Error('it has no default export');
    const machine = MachineShape.parse(exported);
    if (machine.id === name) return machine;
    throw new Error(`the file is called ${name}.ts, and the machine '${machine.id}'`);
  } catch (error) {
    const { title, line, file: other } = await mistakeIn(resolve(folder, file), error);
    throw new MachineMalformed(
      {
        title: `the machine ${name} has a mistake: ${title}`,
        where: `${other ?? file}${line === undefined ? '' : `:${line}`}`,
        hint: 'Mend that file; src/guest/machine.ts describes its fields. Other machines can be used meanwhile.',
      },
      { cause: error },
    );
  }
}

/** A machine, or what is wrong with its file. */
export type FoundMachine = { readonly name: string } & (
  | { readonly machine: Machine; readonly mistake?: undefined }
  | { readonly machine?: undefined; readonly mistake: MachineMalformed }
);

/**
 * Machines by name, each with its own mistake where it has one: that of one is no matter of the others.
 *
 * @throws UnknownMachine
 */
export function findMachines(
  names: readonly string[],
  further: readonly MachinePlace[] = [],
): Promise<FoundMachine[]> {
  return Promise.all(
    names.map(async (name): Promise<FoundMachine> => {
      try {
        return { name, machine: await findMachine(name, further) };
      } catch (error) {
        if (error instanceof MachineMalformed) return { name, mistake: error };
        throw error;
      }
    }),
  );
}
