// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { Context } from '../../context.ts';
import { didYouMean } from '../../nearest.ts';
import type { ModuleSwap } from '../../subsystem.ts';
import { ModuleMissing } from '../failures.ts';
import { extractModule } from './decompress.ts';
import type { BuiltModule, ShippedModule } from './kernel.ts';
import { loadOrder } from './load-order.ts';
import { canonical, type ModuleInfo, moduleInfoOf } from './modinfo.ts';

export interface ModuleSet {
  base: BuiltModule[];
  shipped: ShippedModule[];
  vermagic: string;
}

/**
 * Extracts the modules of a swap and all that they need from a kernel's modules.
 *
 * @param modules `lib/modules/<release>`
 * @param into gets the .ko files
 * @throws ModuleMissing when this kernel has no module of one of the names
 */
export async function extractModules(
  modules: string,
  { roots, further = [] }: ModuleSwap,
  into: string,
  context: Context,
): Promise<ModuleSet> {
  const files = await moduleFiles(join(modules, 'kernel'));
  const builtIn = await builtInNames(modules);
  // What a guest needs besides is there as well where one kernel has it built in. Debian's kernels from 7.2 on do not say
  // what they have; where it is neither, no device is bound, and that is told.
  const beside = further.map(canonical).filter((name) => files.has(name) || builtIn?.has(name) === false);
  const names = [...roots.map(canonical), ...beside];
  for (const name of names) if (!files.has(name)) throw await moduleMissing(modules, name, [...files.keys()]);
  const folderOf = (name: string) => dirname(files.get(name) ?? '');
  await mkdir(into, { recursive: true });

  const { paths, infos } = await extracted(names, files, modules, into, context);
  const folders = new Set(roots.map(canonical).map(folderOf));
  const others = new Set(further.map(canonical));
  // What stands on a module that is replaced has to go and come with it.
  const isSwapped = (name: string): boolean =>
    (folders.has(folderOf(name)) && !others.has(name)) ||
    (infos.get(name)?.depends.some((needed) => infos.has(needed) && isSwapped(needed)) ?? false);
  const ordered = loadOrder(names, infos).map((name) => ({ name, path: paths.get(name) ?? '' }));
  return {
    base: ordered.filter(({ name }) => !isSwapped(name)),
    shipped: ordered
      .filter(({ name }) => isSwapped(name))
      .map((module) => ({ ...module, folder: folderOf(module.name) })),
    vermagic: infos.get(names[0] ?? '')?.vermagic ?? '',
  };
}

/**
 * The named modules and all that they need, in load order; what the kernel has no module of is left out.
 *
 * @param modules `lib/modules/<release>`
 * @param into gets the .ko files
 */
export async function extractLoadable(
  modules: string,
  names: readonly string[],
  into: string,
  context: Context,
): Promise<BuiltModule[]> {
  const files = await moduleFiles(join(modules, 'kernel')).catch(() => new Map<string, string>());
  const there = names.map(canonical).filter((name) => files.has(name));
  await mkdir(into, { recursive: true });
  const { paths, infos } = await extracted(there, files, modules, into, context);
  return loadOrder(there, infos).map((name) => ({ name, path: paths.get(name) ?? '' }));
}

/** Modules with what they depend on, softly too, unpacked. */
async function extracted(
  names: readonly string[],
  files: ReadonlyMap<string, string>,
  modules: string,
  into: string,
  context: Context,
): Promise<{ paths: Map<string, string>; infos: Map<string, ModuleInfo> }> {
  const paths = new Map<string, string>();
  const infos = new Map<string, ModuleInfo>();
  const visit = async (name: string) => {
    const file = files.get(name);
    if (!file || infos.has(name)) return;
    const path = join(into, basename(file).replace(/\.(xz|zst|gz)$/, ''));
    await extractModule(join(modules, 'kernel', file), path, context);
    const info = moduleInfoOf(await readFile(path));
    if (!info) return;
    infos.set(name, info);
    paths.set(name, path);
    for (const other of [...info.before, ...info.depends, ...info.after]) await visit(other);
  };
  for (const name of names) await visit(name);
  return { paths, infos };
}

/** Path of every module below `lib/modules/<release>/kernel`, by the name that it has once it is loaded. */
export async function moduleFiles(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const name = /^(.*)\.ko(\.(xz|zst|gz))?$/.exec(entry.name)?.[1];
    if (name && entry.isFile())
      files.set(canonical(name), relative(folder, join(entry.parentPath, entry.name)));
  }
  return files;
}

/** Paths of the modules that a kernel has built in, by name; undefined where it does not say. */
export async function builtInNames(modules: string): Promise<Map<string, string> | undefined> {
  const text = await readFile(join(modules, 'modules.builtin'), 'latin1').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n').filter(Boolean);
  return new Map(lines.map((line) => [canonical(basename(line, '.ko')), line]));
}

async function moduleMissing(
  modules: string,
  name: string,
  known: readonly string[],
): Promise<ModuleMissing> {
  const release = basename(modules);
  const builtIn = await builtInNames(modules);
  const path = builtIn?.get(name);
  if (path !== undefined)
    return new ModuleMissing({
      title: `${name} is built into the kernel ${release}, where it cannot be replaced`,
      where: `${modules}: ${path}`,
      hint: 'Use another flavour (kernel.prebuilt of the machine), or a kernel from source that has it as a module.',
    });
  return new ModuleMissing({
    title: `the kernel ${release} has no module ${name}`,
    where: modules,
    hint: [
      didYouMean(name, known),
      builtIn ? undefined : 'This kernel does not list what it has built in; the module may be among that.',
      'Name modules as /proc/modules does; else use another tree or flavour (kernel.prebuilt of the machine), or a kernel from source that has it as a module.',
    ]
      .filter(Boolean)
      .join(' '),
  });
}
