// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { Context } from '../context.ts';
import type { GuestFile } from '../guest/initramfs.ts';
import { loadableModules, type PlainKernel } from '../kernel/build.ts';
import { logicalLines } from '../kernel/kbuild/lines.ts';

/** Modules by the symbol that makes them, `VETH` → `veth`, as all Makefiles of a tree have it. */
export type ModulesBySymbol = ReadonlyMap<string, readonly string[]>;

const tables = new Map<string, Promise<ModulesBySymbol>>();

/** @param folder of a source on disk (source.ts), which has all Makefiles */
export function modulesBySymbol(folder: string): Promise<ModulesBySymbol> {
  const known = tables.get(folder) ?? readTable(folder);
  tables.set(folder, known);
  return known;
}

async function readTable(folder: string): Promise<ModulesBySymbol> {
  const table = new Map<string, string[]>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const below = relative(folder, entry.parentPath);
    if (!/^(Makefile|Kbuild)$/.test(entry.name) || /^(tools|scripts|Documentation|samples)(\/|$)/.test(below))
      continue;
    for (const [symbol, modules] of objectsIn(await readFile(join(entry.parentPath, entry.name), 'latin1')))
      table.set(symbol, [...(table.get(symbol) ?? []), ...modules]);
  }
  return table;
}

/** `obj-$(CONFIG_VETH) += veth.o` of one Makefile. */
export function objectsIn(text: string): [symbol: string, modules: string[]][] {
  return logicalLines(text).flatMap((line): [string, string[]][] => {
    const [, symbol, rest = ''] = /^\s*obj-\$[({]CONFIG_(\w+)[)}]\s*[:+]?=\s*(.*)$/.exec(line) ?? [];
    const modules = [...rest.matchAll(/(?:^|\s)([\w-]+)\.o(?=\s|$)/g)].map(([, name = '']) =>
      canonicalName(name),
    );
    return symbol === undefined || modules.length === 0 ? [] : [[symbol, modules]];
  });
}

/** As /proc/modules has it. */
function canonicalName(name: string): string {
  return name.replaceAll('-', '_');
}

/**
 * Modules for a guest's /lib/modules, where modprobe and the kernel itself find them.
 *
 * @param wanted names of modules; those that the kernel lacks or has built in are left out
 * @param swapped modules that cells replace and init loads, in their order: modprobe finds those of its cell
 */
export async function guestModules(
  kernel: PlainKernel,
  wanted: readonly string[],
  swapped: readonly { readonly name: string; readonly path: string }[],
  context: Context,
): Promise<{ files: GuestFile[]; names: string[] }> {
  const own = swapped.map(({ name }) => name);
  const names = [...new Set(wanted.map(canonicalName))].filter((name) => !own.includes(name));
  const modules = (await loadableModules(kernel, names, context)).filter(({ name }) => !own.includes(name));
  if (modules.length === 0 && (own.length === 0 || wanted.length === 0)) return { files: [], names: [] };
  const folder = `/usr/lib/modules/${kernel.release}`;
  const files: GuestFile[] = modules.map(({ name, path }) => ({
    path: `${folder}/kernel/${name}.ko`,
    content: { source: path },
  }));
  for (const [at, { name, path }] of swapped.entries())
    files.push({
      path: `${folder}/kernel/${name}.ko`,
      content: { link: `${CELL}/modules/${String(at + 1).padStart(2, '0')}-${basename(path)}` },
    });
  for (const list of ['modules.builtin', 'modules.builtin.modinfo', 'modules.order']) {
    const text = await readFile(join(kernel.modules, list)).catch(() => undefined);
    if (text) files.push({ path: `${folder}/${list}`, content: new Uint8Array(text) });
  }
  return { files, names: modules.map(({ name }) => name) };
}

/** Where the runner has the folder of the cell that it runs in (kernel-tests/kselftest/ground.c). */
const CELL = '/run/kpw-cell';
