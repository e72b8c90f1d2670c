// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { Context } from '../../context.ts';
import { ArchiveLacks } from '../failures.ts';
import { extractModule } from './decompress.ts';
import type { BuiltModule } from './kernel.ts';
import { loadOrder } from './load-order.ts';
import { canonical, type ModuleInfo, moduleInfoOf } from './modinfo.ts';

/** The module that everything here is about; what it needs beside it is replaced with it, the rest is the base. */
const ROOT = 'vfio_pci';

/** Modules that a cell may bring of its own: the root and what lies beside it. */
export const MODULES: readonly string[] = ['vfio_pci_core', ROOT];

export interface ModuleSet {
  base: BuiltModule[];
  shipped: BuiltModule[];
  /** `drivers/vfio/pci`. */
  swappedFolder: string;
  vermagic: string;
}

/**
 * Extracts vfio-pci and all it needs from a kernel's modules.
 *
 * @param modules `lib/modules/<release>`
 * @param into gets the folders `base` and `shipped`
 * @throws ArchiveLacks when this kernel has no vfio-pci module
 */
export async function extractModules(modules: string, into: string, context: Context): Promise<ModuleSet> {
  const files = await moduleFiles(join(modules, 'kernel'));
  const rootFile = files.get(ROOT);
  if (!rootFile) throw lacksRoot(modules);
  const swappedFolder = dirname(rootFile);
  const placeOf = (file: string) => (dirname(file) === swappedFolder ? 'shipped' : 'base');
  for (const place of ['base', 'shipped']) await mkdir(join(into, place), { recursive: true });

  const paths = new Map<string, string>();
  const infos = new Map<string, ModuleInfo>();
  const visit = async (name: string) => {
    const file = files.get(name);
    if (!file || infos.has(name)) return;
    const path = join(into, placeOf(file), basename(file).replace(/\.(xz|zst|gz)$/, ''));
    await extractModule(join(modules, 'kernel', file), path, context);
    const info = moduleInfoOf(await readFile(path));
    if (!info) return;
    infos.set(name, info);
    paths.set(name, path);
    for (const other of [...info.before, ...info.depends, ...info.after]) await visit(other);
  };
  await visit(ROOT);

  const ordered = loadOrder(ROOT, infos).map((name) => ({ name, path: paths.get(name) ?? '' }));
  const isShipped = ({ path }: BuiltModule) => dirname(path) === join(into, 'shipped');
  return {
    base: ordered.filter((module) => !isShipped(module)),
    shipped: ordered.filter(isShipped),
    swappedFolder,
    vermagic: infos.get(ROOT)?.vermagic ?? '',
  };
}

/** Path of every module below `folder`, by the name that it has once it is loaded. */
async function moduleFiles(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const name = /^(.*)\.ko(\.(xz|zst|gz))?$/.exec(entry.name)?.[1];
    if (name && entry.isFile())
      files.set(canonical(name), relative(folder, join(entry.parentPath, entry.name)));
  }
  return files;
}

function lacksRoot(modules: string): ArchiveLacks {
  return new ArchiveLacks({
    title: 'this kernel has no module vfio-pci',
    where: modules,
    hint: 'Choose another tree, or build a kernel from its source.',
  });
}
