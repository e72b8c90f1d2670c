// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { usefulLines } from '../kernel/build/compiler-messages.ts';
import { copyFailed, hostComplaint } from '../kernel/complaint.ts';
import { TreeUnsuitable } from '../kernel/failures.ts';
import { KBUILD_PROGRAMS, requirePrograms } from '../kernel/programs.ts';
import { runProgram } from '../kernel/run.ts';
import { runClean } from '../kernel/run-clean.ts';
import type { Tree } from '../kernel/tree.ts';
import { partIdentity, writePart } from '../kernel/tree-part.ts';
import type { Architecture } from './architectures.ts';
import { ALLMODCONFIG_PRESETS } from './config.ts';
import { SOURCE } from './source-files.ts';

/** Changes with what a prepared tree consists of. */
const VERSION = '2';

/** A tree as `make allmodconfig prepare0` leaves it for one architecture; to be copied and never written. */
export interface PreparedTree {
  /** Stands for everything that is in it, and for the compiler. */
  readonly key: string;
  /** In-source: what was generated lies beside the tree's own files. */
  readonly tree: string;
  /** The variables that the top Makefile exports to those of the folders, as `NAME=value`. */
  readonly environment: readonly string[];
  /** Symbols that are on, with their values. */
  readonly config: ReadonlyMap<string, string>;
}

export async function preparedKey(tree: Tree, { id }: Architecture, compiler: string): Promise<string> {
  const parts = [VERSION, ALLMODCONFIG_PRESETS, id, compiler, await partIdentity(tree, SOURCE)];
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 20);
}

/**
 * The tree, prepared for an architecture (`prepared/2/<key>/`) from the files that need to be there
 * (`sources/2/<identity>/`).
 *
 * @throws HostLacks without flex and the like; TreeUnsuitable when the tree's own Makefile fails; ArchiveLacks,
 *   NoNetwork, NoSpace, TreeCorrupt
 */
export async function prepareTree(
  tree: Tree,
  architecture: Architecture,
  key: string,
  context: Context,
): Promise<PreparedTree> {
  const task = `prepare ${tree.label} for ${architecture.id}`;
  const say = (text: string) => context.report({ task, state: 'note', text });
  const options = {
    bytes: 300 * 2 ** 20,
    signal: context.signal,
    onWait: () => say('another run prepares it; waiting'),
    sums: 'sizes' as const,
  };
  const entry = `prepared/${VERSION}/${key}`;
  if (!context.cache.has(entry)) await requirePrograms(KBUILD_PROGRAMS, 'compiling patches', context);
  const folder = await context.cache.entry(
    entry,
    async (into) => {
      context.report({ task, state: 'start' });
      try {
        const source = await context.cache.entry(
          `sources/${VERSION}/${await partIdentity(tree, SOURCE)}`,
          (folder) => writePart(tree, SOURCE, folder, context, task),
          options,
        );
        await copyTree(source, join(into, 'tree'), context);
        await makePrepared(tree, architecture, into, context);
        context.report({ task, state: 'done' });
      } catch (error) {
        context.report({ task, state: 'failed', text: (error as Error).message });
        throw error;
      }
    },
    options,
  );
  const environment = (await readFile(join(folder, 'environment'), 'latin1')).split('\0').filter(Boolean);
  const config = await readFile(join(folder, 'tree/include/config/auto.conf'), 'latin1');
  return { key, tree: join(folder, 'tree'), environment, config: parseConfig(config) };
}

/** A copy by hard links: a file in it must be replaced, never written into. */
export async function copyTree(from: string, to: string, context: Context): Promise<void> {
  const { stderr, exitCode } = await runProgram('cp', ['-al', from, to], context);
  if (exitCode !== 0) throw copyFailed(stderr, to);
}

/** Puts a text in a file's place. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await rm(path, { force: true });
  await writeFile(path, text, 'latin1');
}

async function makePrepared(tree: Tree, architecture: Architecture, folder: string, context: Context) {
  const root = join(folder, 'tree');
  // archprepare builds all programs of scripts/; none is needed here, and some want OpenSSL or libelf.
  for (const path of ['scripts/Makefile', 'scripts/dtc/Makefile']) await replaceFile(join(root, path), '');
  const kbuild = await readFile(join(root, 'Kbuild'), 'latin1');
  await replaceFile(join(root, 'Kbuild'), `${kbuild}\n$(shell env -0 > ../environment)\n`);
  const fragment = join(folder, 'fragment.config');
  await writeFile(fragment, ALLMODCONFIG_PRESETS);

  const said = [`ARCH=${architecture.arch}`, `CROSS_COMPILE=${architecture.prefix}`];
  await make(tree, architecture, root, [...said, `KCONFIG_ALLCONFIG=${fragment}`, 'allmodconfig'], context);
  await make(tree, architecture, root, [...said, 'W=1', 'prepare0'], context);

  await replaceFile(join(root, 'Kbuild'), kbuild);
  await withoutPaths(join(folder, 'environment'), root);
  // A copy is made for every series, and costs by the file.
  const own = [architecture.folder, 'arm'];
  for (const name of await readdir(join(root, 'arch')))
    if (!own.includes(name)) await rm(join(root, 'arch', name), { recursive: true, force: true });
  for (const name of ['Documentation', 'samples', 'tools', 'scripts/kconfig', 'scripts/dtc'])
    await rm(join(root, name), { recursive: true, force: true });
  // One empty file a symbol, ten thousand in all, by which fixdep knows what to make again.
  const symbols = join(root, 'include/config');
  for (const name of await readdir(symbols))
    if (!['auto.conf', 'kernel.release'].includes(name))
      await rm(join(symbols, name), { recursive: true, force: true });
}

async function make(
  tree: Tree,
  { id }: Architecture,
  root: string,
  words: readonly string[],
  context: Context,
): Promise<void> {
  const jobs = `-j${Math.min(4, availableParallelism())}`;
  const { stdout, stderr, exitCode } = await runClean(root, [], ['make', '-s', jobs, ...words], context);
  if (exitCode === 0) return;
  const output = `${stdout}\n${stderr}`;
  throw (
    hostComplaint(output, root) ??
    new TreeUnsuitable({
      title: `make ${words.at(-1)} fails for ${id}`,
      where: tree.spec,
      detail: usefulLines(output).replaceAll(`${root}/`, ''),
      hint: 'See what make says of this tree; a host’s compiler may be too new for an old one.',
    })
  );
}

/** What make, the shell and env add is theirs; the folder's name changes when the entry is done. */
const FOREIGN = /^(PATH|PWD|OLDPWD|SHLVL|_|LC_ALL|MAKE\w*|MFLAGS|GNUMAKEFLAGS|KCONFIG_ALLCONFIG)=/;

async function withoutPaths(file: string, root: string): Promise<void> {
  const variables = (await readFile(file, 'latin1'))
    .split('\0')
    .filter((line) => line && !FOREIGN.test(line));
  const text = variables
    .sort()
    .map((line) => `${line.replaceAll(root, '.')}\0`)
    .join('');
  await writeFile(`${file}.new`, text, 'latin1');
  await rename(`${file}.new`, file);
}

/** `CONFIG_NAME=value` a line, without the prefix. */
function parseConfig(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/^CONFIG_(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
}
