// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Context } from '../../context.ts';
import { readRecord } from '../../record.ts';
import { HostLacks, TreeUnsuitable } from '../failures.ts';
import type { Tree } from '../tree.ts';
import { BuildFailed } from './build-failed.ts';
import { buildSources } from './build-sources.ts';
import { type KernelCompiler, writeCompiler } from './compiler.ts';
import type { PreparedBuild } from './copy-build.ts';
import { placeCounterpart } from './copy-build.ts';
import { requireBuildPrograms } from './host-programs.ts';
import { type Kernel, SYMBOLS, swappedFolders } from './kernel.ts';
import type { Instrumentation } from './make-modules.ts';
import { type Made, makeModules, modulesFolder, writeKbuildFiles } from './make-modules.ts';
import { requireSharedHeaders } from './shared-header.ts';

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

/** Changes with everything that a prepared build or a variant's modules are made of beside the edits. */
export async function buildKey(
  kernel: Kernel,
  tree: Tree,
  compiler: KernelCompiler,
  instrumentation?: Instrumentation,
): Promise<string> {
  const hash = createHash('sha256');
  const swap = [kernel.shipped.map(({ name, folder }) => [name, folder]), kernel.swapHeaders];
  const parts = ['2', kernel.release, kernel.version, compiler, swap, await identity(tree, kernel)];
  const switches = kernel.switches ? [{ switches: kernel.switches }] : [];
  const more = [
    ...switches,
    ...(kernel.symbols ? [SYMBOLS] : []),
    ...(instrumentation ? [instrumentation.identity] : []),
  ];
  hash.update(JSON.stringify([...parts, ...more]));
  return hash.digest('hex').slice(0, 20);
}

/** A Debian package or a commit says what is in it; a folder can change at any time. */
async function identity(tree: Tree, kernel: Kernel): Promise<unknown> {
  if (tree.base.kind === 'debian') return [tree.base.package, tree.base.version, tree.base.sha256];
  if (tree.base.kind === 'git') return tree.base.commit;
  const hash = createHash('sha256');
  for (const path of (await buildSources(tree, kernel)).paths)
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
 *   the compiler is too old; TreeUnsuitable when the tree has none of the drivers, or shares other structures with
 *   modules that stay
 */
export async function prepareBuild(
  kernel: Kernel,
  tree: Tree,
  compiler: KernelCompiler,
  key: string,
  context: Context,
  task: string,
  instrumentation?: Instrumentation,
): Promise<PreparedBuild> {
  const fill = async (folder: string) => {
    context.report({ task, state: 'note', text: `building the unchanged tree with ${compiler.version}` });
    await requireBuildPrograms(context);
    const root = join(folder, 'tree');
    const { paths, includes } = await buildSources(tree, kernel);
    requireDrivers(tree, kernel, paths);
    await requireSharedHeaders(kernel, tree);
    await mkdir(root);
    await tree.export(paths, root);
    for (const path of paths) await placeCounterpart(kernel, root, path);
    await writeKbuildFiles(kernel, root, includes);
    const cc = await writeCompiler(compiler, join(root, 'cc'));
    const made = await makeModules(kernel, root, modulesFolder(kernel), cc, context, instrumentation);
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

function requireDrivers(tree: Tree, kernel: Kernel, paths: readonly string[]): void {
  const lacking = swappedFolders(kernel).find((folder) => !paths.includes(`${folder}/Makefile`));
  if (lacking === undefined) return;
  const modules = kernel.shipped.filter(({ folder }) => folder === lacking).map(({ name }) => name);
  throw new TreeUnsuitable({
    title: `the tree has no ${lacking}, which the kernel's ${modules.join(' and ')} is built from`,
    where: tree.spec,
    hint: 'Name a kernel tree that has it; for a Debian tree, add it to `reads` of the topic.',
  });
}

function pristineFailed(
  kernel: Kernel,
  tree: Tree,
  compiler: KernelCompiler,
  made: Made,
): HostLacks | BuildFailed {
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
