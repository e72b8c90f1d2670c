// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { readRecord } from '../../record.ts';
import { HostLacks, TreeUnsuitable } from '../failures.ts';
import type { Tree } from '../tree.ts';
import { BuildFailed } from './build-failed.ts';
import { type Compiler, writeCompiler } from './compiler.ts';
import type { CompilerMessage } from './compiler-messages.ts';
import { requireBuildPrograms } from './host-programs.ts';
import type { Instrumentation } from './instrumentation.ts';
import { type Kernel, SYMBOLS } from './kernel.ts';
import { kbuildFile, type Made, makeModules } from './make-modules.ts';
import { requireSharedHeader } from './shared-header.ts';

/** What a compiler said, as it is kept. */
export const Warnings = z.array(
  z.object({
    file: z.string(),
    line: z.number(),
    column: z.number(),
    level: z.enum(['error', 'warning']),
    text: z.string(),
  }),
);

const Prepared = z.object({
  /** The folder it was made in, which kbuild's dependency files name. */
  root: z.string(),
  compiler: z.string(),
  /** Of the unchanged tree. */
  warnings: Warnings,
});

/** A complete build of the unchanged tree's modules, to be copied and never written. */
export interface PreparedBuild {
  /** Has `drivers/vfio` and `include` of the tree, with objects. */
  tree: string;
  /** Path that the dependency files below `tree` begin with. */
  root: string;
  warnings: CompilerMessage[];
}

/** Changes with everything that a prepared build or a variant's modules are made of beside the edits. */
export async function buildKey(
  kernel: Kernel,
  tree: Tree,
  compiler: Compiler,
  instrumentation?: Instrumentation,
): Promise<string> {
  const hash = createHash('sha256');
  const parts = ['1', kernel.release, kernel.version, compiler, await identity(tree, kernel)];
  const more = [...(kernel.symbols ? [SYMBOLS] : []), ...(instrumentation ? [instrumentation.identity] : [])];
  hash.update(JSON.stringify([...parts, ...more]));
  return hash.digest('hex').slice(0, 20);
}

/** A Debian package or a commit says what is in it; a folder can change at any time. */
async function identity(tree: Tree, kernel: Kernel): Promise<unknown> {
  if (tree.base.kind === 'debian') return [tree.base.package, tree.base.version, tree.base.sha256];
  if (tree.base.kind === 'git') return tree.base.commit;
  const hash = createHash('sha256');
  for (const path of await sourcePaths(tree, kernel))
    hash
      .update(`${path}\0`)
      .update((await tree.read(path)) ?? '', 'latin1')
      .update('\0');
  return hash.digest('hex');
}

/**
 * The unchanged tree, built once (`builds/1/<key>/`).
 *
 * @throws BuildFailed when the tree's drivers do not compile against this kernel's headers; HostLacks when
 *   the compiler is too old; TreeUnsuitable when the tree has no vfio, or shares other structures with vfio.ko
 */
export async function prepareBuild(
  kernel: Kernel,
  tree: Tree,
  compiler: Compiler,
  key: string,
  context: Context,
  task: string,
  instrumentation?: Instrumentation,
): Promise<PreparedBuild> {
  const fill = async (folder: string) => {
    context.report({ task, state: 'note', text: `building the unchanged tree with ${compiler.version}` });
    await requireBuildPrograms(context);
    const root = join(folder, 'tree');
    const paths = await sourcePaths(tree, kernel);
    if (paths.length === 0) throw withoutVfio(tree, kernel);
    await requireSharedHeader(kernel, tree);
    await mkdir(root);
    await tree.export(paths, root);
    const objects = kernel.shipped.map(({ path }) => basename(path).replace(/\.ko$/, '.o'));
    await writeFile(join(root, kernel.swappedFolder, 'Kbuild'), kbuildFile(kernel.swappedFolder, objects));
    const cc = await writeCompiler(compiler, join(root, 'cc'));
    const made = await makeModules(kernel, root, cc, context, instrumentation);
    if (!made.succeeded) throw pristineFailed(kernel, tree, compiler, made);
    const prepared = { root, compiler: compiler.version, warnings: made.messages };
    await writeFile(join(folder, 'prepared.json'), `${JSON.stringify(prepared, null, 2)}\n`);
  };
  const onWait = () => context.report({ task, state: 'note', text: 'another run builds it; waiting' });
  const options = { bytes: 50 * 2 ** 20, signal: context.signal, onWait };
  const folder = await context.cache.entry(`builds/1/${key}`, fill, options);
  const { root, warnings } = await readRecord(context.cache, join(folder, 'prepared.json'), Prepared);
  return { tree: join(folder, 'tree'), root, warnings };
}

/** The folder that vfio's modules are in, and the headers that are theirs. */
async function sourcePaths(tree: Tree, kernel: Kernel): Promise<string[]> {
  const drivers = await tree.list(kernel.swappedFolder);
  if (drivers.length === 0) return [];
  const headers = ['include/linux/vfio.h', 'include/linux/vfio_pci_core.h', 'include/uapi/linux/vfio.h'];
  const present = await Promise.all(headers.map((path) => tree.read(path)));
  const outer = (await tree.list('drivers/vfio')).filter((path) => /^drivers\/vfio\/[^/]+\.h$/.test(path));
  return [...drivers, ...outer, ...headers.filter((_, index) => present[index] !== undefined)].sort();
}

function withoutVfio(tree: Tree, kernel: Kernel): TreeUnsuitable {
  return new TreeUnsuitable({
    title: `the tree has no ${kernel.swappedFolder}`,
    where: tree.spec,
    hint: 'Name a kernel tree that has the VFIO drivers.',
  });
}

function pristineFailed(kernel: Kernel, tree: Tree, compiler: Compiler, made: Made): HostLacks | BuildFailed {
  const option = /unrecognized (?:command-line )?option [^-]*(-[\w-]+)/.exec(made.detail)?.[1];
  if (option)
    return new HostLacks({
      title: `${compiler.version} does not know ${option}, with which the kernel ${kernel.release} was built`,
      where: tree.label,
      detail: made.detail,
      hint: `Install the kernel’s own compiler, ${compiler.kernels}, or a newer gcc.`,
    });
  const first = made.messages.find(({ level }) => level === 'error');
  return new BuildFailed(
    {
      title: `the unchanged tree does not compile against the headers of ${kernel.release}`,
      where: `${tree.label}${first ? `: ${first.file}:${first.line}` : ''}`,
      detail: made.detail,
      hint: `Its drivers are of ${tree.release}: use a revision nearer to ${kernel.version}.`,
    },
    tree.label,
    made.messages,
  );
}
