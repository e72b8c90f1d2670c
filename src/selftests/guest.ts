// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Context } from '../context.ts';
import type { GuestProgram } from '../guest/files.ts';
import type { GuestFile } from '../guest/initramfs.ts';
import type { MachineArchitecture } from '../kernel/architecture.ts';
import { runProgram } from '../kernel/run.ts';
import { programsAmong } from './collect.ts';
import type { Collection, SelftestProgram } from './collected.ts';
import { BASE_PACKAGES } from './commands.ts';
import { neededBy } from './elf.ts';
import { libraryIn } from './libraries.ts';
import { type Userland, userland } from './userland.ts';

/** Third part of what such a program is called in a guest; the judge leaves it to `rowsOf` (suite.ts). */
const ROLE = 'selftest';
const HOME = '/kselftest';
export const GROUND = 'ground';

/** What a program is called in the guest, where a name is a file's. */
export function guestName({ name }: Pick<SelftestProgram, 'name'>): string {
  const plain = (text: string) => text.replaceAll('/', '.').replace(/[^\w.+-]/g, '_');
  const at = name.indexOf(':');
  return at < 0
    ? `own:${plain(name)}:${ROLE}`
    : `${plain(name.slice(0, at))}:${plain(name.slice(at + 1))}:${ROLE}`;
}

/** What all cells of a guest have of some collections, and the plans by which the runner starts programs. */
export interface SelftestFiles {
  readonly files: readonly GuestFile[];
  readonly userland: Userland;
}

/**
 * The userland that collections need between them, and every file of theirs.
 *
 * @param sets one for all cells (`''`), and those that a cell has of its own, by its name
 * @param asked packages that the user names
 */
export async function selftestFiles(
  sets: ReadonlyMap<string, readonly Collection[]>,
  asked: readonly string[],
  architecture: MachineArchitecture,
  limit: (program: SelftestProgram) => number,
  context: Context,
): Promise<SelftestFiles> {
  const collections = [...sets.values()].flat();
  const wanted = collections.some(({ needsUserland }) => needsUserland) || asked.length > 0;
  const found = collections.flatMap(({ packages }) => packages.map((one) => one.package));
  const names = wanted ? [...new Set([...BASE_PACKAGES, ...found, ...asked])] : [];
  const debian = await userland(names, architecture, context);
  const files = new Map<string, GuestFile>(debian.files.map((file) => [file.path, file]));
  for (const [cell, own] of sets) {
    const home = cell === '' ? HOME : `${HOME}@${cell}`;
    for (const collection of own)
      for (const { path, source, mode } of collection.files)
        files.set(`${home}/${path}`, { path: `${home}/${path}`, mode, content: { source } });
    for (const program of own.flatMap(({ programs }) => programs)) {
      const folder = cell === '' ? '' : `/cells/${cell}`;
      const path = `${folder}/kselftest.plan/${guestName(program)}`;
      files.set(path, { path, content: planOf(program, cell === '' ? '' : home, limit(program)) });
    }
    // What the runner puts a cell's own files upon.
    if (cell !== '') files.set(`${HOME}/.cells`, { path: `${HOME}/.cells`, content: '' });
  }
  for (const file of await libraries(collections, files, context)) files.set(file.path, file);
  return { files: [...files.values()], userland: debian };
}

function planOf(
  { title, directory, argv, notBuilt }: SelftestProgram,
  root: string,
  seconds: number,
): string {
  const plain = (text: string) => text.replace(/\s+/g, ' ').slice(0, 400);
  return [
    `title ${plain(title)}`,
    ...(root === '' ? [] : [`root ${root}`]),
    `directory ${HOME}/${directory}`,
    `timeout ${seconds}`,
    ...argv.map((argument) => `argument ${argument}`),
    ...(notBuilt === undefined ? [] : [`why not built: ${plain(notBuilt)}`]),
    '',
  ].join('\n');
}

/** Programs of a guest that runs these; a cell's own files need no programs of their own. */
export function guestPrograms(programs: readonly SelftestProgram[], runner: string): GuestProgram[] {
  return programs.map((program) => ({ name: guestName(program), path: runner }));
}

/** Shared libraries that programs are linked with and the userland lacks: of the sysroot, or the host's own. */
async function libraries(
  collections: readonly Collection[],
  files: ReadonlyMap<string, GuestFile>,
  context: Context,
): Promise<GuestFile[]> {
  const there = new Set([...files.keys()].map((path) => basename(path)));
  const added = new Map<string, GuestFile>();
  const sysroots = collections.flatMap(({ sysroot }) => sysroot ?? []);
  const waiting = await programsAmong(collections.flatMap((one) => one.files));
  const done = new Set<string>();
  while (waiting.length > 0) {
    const batch = waiting.splice(0).filter((path) => !done.has(path));
    for (const path of batch) done.add(path);
    if (batch.length === 0) break;
    const { sonames, loaders } = await neededBy(batch, context);
    for (const loader of loaders)
      if (!there.has(basename(loader)) && existsSync(loader))
        added.set(loader, { path: loader, mode: 0o755, content: { source: loader } });
    for (const soname of sonames.filter((name) => !there.has(name))) {
      there.add(soname);
      const found = await placeOf(soname, sysroots, context);
      if (!found) continue;
      added.set(found.path, { path: found.path, mode: 0o755, content: { source: found.source } });
      waiting.push(found.source);
    }
  }
  return [...added.values()];
}

async function placeOf(
  soname: string,
  sysroots: readonly string[],
  context: Context,
): Promise<{ path: string; source: string } | undefined> {
  for (const sysroot of sysroots) {
    const path = await libraryIn(sysroot, soname);
    if (path !== undefined) return { path, source: join(sysroot, path) };
  }
  const { stdout } = await runProgram('sh', ['-c', 'PATH=$PATH:/sbin:/usr/sbin ldconfig -p'], context);
  const line = stdout.split('\n').find((one) => one.trim().startsWith(`${soname} `));
  const source = line?.split(' => ')[1]?.trim();
  if (source === undefined || !existsSync(source)) return undefined;
  const merged = dirname(source).replace(/^\/(lib\w*)(?=\/|$)/, '/usr/$1');
  return { path: `${merged}/${soname}`, source };
}
