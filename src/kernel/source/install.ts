// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Context } from '../../context.ts';
import { loadsPlt32, withoutPlt32 } from '../build/branch-relocations.ts';
import { KernelRecord, SYMBOLS } from '../build/kernel.ts';
import { copyFailed } from '../complaint.ts';
import { runProgram } from '../run.ts';
import { imageOf } from './image.ts';
import { OBJECTS } from './make.ts';
import { linkInto } from './objects.ts';
import type { BuildTarget } from './target.ts';

/** What modules are built against: as in a distribution's headers package (scripts/package/install-extmod-build). */
const OF_SOURCE = ['Makefile', 'Kbuild', 'include', 'scripts'];
const OF_OBJECTS = ['.config', 'Makefile', 'Module.symvers', 'include', 'scripts', 'tools/objtool/objtool'];

/**
 * Copies what a build came to into an entry of the cache: the image that QEMU enters, the modules, and what modules are
 * built against (`tree`, `tree/build`). Where the kernel has debug information, `symbols` keeps what was not stripped.
 */
export async function installKernel(
  built: { tree: string; target: BuildTarget; version: string; packages: KernelRecord['packages'] },
  into: string,
  context: Context,
): Promise<void> {
  const { tree, target } = built;
  const objects = join(tree, OBJECTS);
  const release = (await readFile(join(objects, 'include/config/kernel.release'), 'utf8')).trim();
  const config = await readFile(join(objects, '.config'), 'latin1');
  const strip = stripper(target, context);

  const image = imageOf(target.machine, config);
  if (image.strips) await strip(['--strip-all'], join(objects, image.path), join(into, 'image'));
  else await copyFile(join(objects, image.path), join(into, 'image'));

  const withSymbols = /^CONFIG_DEBUG_INFO=y$/m.test(config);
  if (withSymbols) {
    await mkdir(join(into, SYMBOLS));
    await copyFile(join(objects, 'vmlinux'), join(into, SYMBOLS, 'vmlinux'));
  }
  const modules = `lib/modules/${release}`;
  const branches = await oldBranches(tree, target);
  for (const path of await modulesBelow(objects)) {
    const to = join(into, modules, 'kernel', path);
    await mkdir(dirname(to), { recursive: true });
    await strip(['--strip-debug'], join(objects, path), to);
    if (branches) await withPc32(to);
    if (withSymbols) await copyFile(join(objects, path), join(into, SYMBOLS, path.split('/').at(-1) ?? ''));
  }

  const kept = join(into, 'tree');
  for (const path of [...OF_SOURCE, `arch/${target.folder}`]) await linkInto(tree, kept, path, context);
  const generated = `arch/${target.folder}`;
  for (const path of [...OF_OBJECTS, `${generated}/include`, `${generated}/kernel/module.lds`])
    await copyInto(objects, join(kept, OBJECTS), path, context);

  await moveMakefile(join(kept, OBJECTS, 'Makefile'), tree);

  const record: KernelRecord = {
    architecture: target.machine,
    way: 'source',
    release,
    version: built.version,
    image: 'image',
    modules,
    config: `tree/${OBJECTS}/.config`,
    headers: `tree/${OBJECTS}`,
    packages: built.packages,
    ...(branches ? { branches } : {}),
  };
  await writeFile(join(into, 'kernel.json'), `${JSON.stringify(KernelRecord.parse(record), null, 2)}\n`);
}

/** What the kernel's own loader of modules says. */
async function oldBranches(tree: string, { machine }: BuildTarget): Promise<KernelRecord['branches']> {
  if (machine !== 'x86_64') return undefined;
  return loadsPlt32(await readFile(join(tree, 'arch/x86/kernel/module.c'), 'latin1')) ? undefined : 'pc32';
}

async function withPc32(path: string): Promise<void> {
  const module = await readFile(path);
  if (withoutPlt32(module) > 0) await writeFile(path, module);
}

/** Since v6.13 the objects' Makefile names the source and itself by where they were made. */
async function moveMakefile(path: string, tree: string): Promise<void> {
  const text = await readFile(path, 'latin1');
  const moved = text.replaceAll(`${tree}/${OBJECTS}`, '$(KPW_OBJECTS)').replaceAll(tree, '$(KPW_OBJECTS)/..');
  const here = 'KPW_OBJECTS := $(realpath $(dir $(lastword $(MAKEFILE_LIST))))';
  if (moved !== text) await writeFile(path, `${here}\n${moved}`, 'latin1');
}

function stripper({ prefix }: BuildTarget, context: Context) {
  return async (options: readonly string[], from: string, to: string): Promise<void> => {
    const { stderr, exitCode } = await runProgram(`${prefix}strip`, [...options, '-o', to, from], context);
    if (exitCode !== 0) throw copyFailed(stderr, to);
  };
}

async function copyInto(from: string, to: string, path: string, context: Context): Promise<void> {
  if (!existsSync(join(from, path))) return;
  await mkdir(dirname(join(to, path)), { recursive: true });
  const words = ['-a', '--reflink=auto', join(from, path), join(to, path)];
  const { stderr, exitCode } = await runProgram('cp', words, context);
  if (exitCode !== 0) throw copyFailed(stderr, to);
}

async function modulesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ko'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
