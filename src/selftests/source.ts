// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Context } from '../context.ts';
import { ARCHITECTURE, type MachineArchitecture } from '../kernel/architecture.ts';
import { hostComplaint } from '../kernel/complaint.ts';
import { TreeUnsuitable } from '../kernel/failures.ts';
import { runProgram, tail } from '../kernel/run.ts';
import { runClean } from '../kernel/run-clean.ts';
import type { Tree } from '../kernel/tree.ts';
import { partIdentity, treePart, writePart } from '../kernel/tree-part.ts';
import { SELFTESTS } from './words.ts';

/** Deepest folder whose Makefile says which module a symbol makes. */
const DEPTH = 6;

/**
 * What selftests of a tree are built from: all of them, since they include each other's files; libraries of tools; what
 * `make headers` needs; and all Makefiles, which tell modules by symbols.
 */
const PART = treePart([
  SELFTESTS,
  ...['include', 'arch', 'scripts', 'build', 'lib'].map((folder) => `tools/${folder}`),
  ...['Makefile', 'Kbuild', 'scripts', 'usr/include', 'include', 'lib/*.h', 'mm/*.h', 'net/*/*.h'],
  ...[
    'include/uapi',
    'include/asm/Kbuild',
    'entry/syscalls',
    'kernel/syscalls',
    'kernel/Makefile.syscalls',
  ].map((path) => `arch/*/${path}`),
  ...['tools', 'Makefile*', 'boot/Makefile*', 'realmode/Makefile'].map((path) => `arch/*/${path}`),
  ...Array.from({ length: DEPTH }, (_, depth) =>
    ['Makefile', 'Kbuild'].map((name) => `${'*/'.repeat(depth + 1)}${name}`),
  ).flat(),
]);

const VERSION = '2';

/** A tree's selftests on disk, never written into. */
export interface SelftestSource {
  /** Stands for its content. */
  readonly identity: string;
  /** The top of the tree, with `usr/include` as `make headers` leaves it. */
  readonly folder: string;
  readonly architecture: MachineArchitecture;
  /** Directories with a Makefile of tests, relative to the selftests: `futex`, `futex/functional`. */
  readonly directories: readonly string[];
}

/**
 * The selftests of a tree with the headers that it exports, kept in the cache (`selftest-sources/2/<identity>`).
 *
 * @throws TreeUnsuitable where the tree has none, or its headers cannot be made; ArchiveLacks, NoNetwork, TreeCorrupt,
 *   NoSpace, HostLacks
 */
export async function selftestSource(
  tree: Tree,
  architecture: MachineArchitecture,
  context: Context,
): Promise<SelftestSource> {
  const identity = `${await partIdentity(tree, PART)}-${architecture}`;
  const task = `selftests of ${tree.spec}`;
  const entry = `selftest-sources/${VERSION}/${identity}`;
  const cached = context.cache.has(entry);
  if (!cached) context.report({ task, state: 'start' });
  const folder = await context.cache.entry(
    entry,
    async (into) => {
      await writeSource(tree, into, context, task);
      if (!existsSync(join(into, SELFTESTS, 'lib.mk')))
        throw new TreeUnsuitable({
          title: 'the tree has no selftests',
          where: `${tree.spec}: ${SELFTESTS}`,
          hint: 'Name a tree that has them.',
        });
      await makeHeaders(into, architecture, tree.spec, context);
    },
    { signal: context.signal, bytes: 400 * 2 ** 20, sums: 'sizes' },
  );
  if (!cached) context.report({ task, state: 'done' });
  return { identity, folder, architecture, directories: await directoriesOf(join(folder, SELFTESTS)) };
}

async function writeSource(tree: Tree, into: string, context: Context, task: string): Promise<void> {
  await writePart(tree, PART, into, context, task);
  const { base } = tree;
  // Symbolic links are no files of a Tree, and tests have some (tar of a Debian package has written them).
  if (base.kind === 'debian') return;
  const words =
    base.kind === 'git'
      ? [
          '-c',
          'git -C "$1" archive "$2" "$3" | tar -x -C "$4"',
          'sh',
          base.path,
          base.commit,
          SELFTESTS,
          into,
        ]
      : ['-c', 'tar -c -C "$1" "$2" | tar -x -C "$3"', 'sh', base.path, SELFTESTS, into];
  await runProgram('sh', words, context);
}

/**
 * `make headers`: `usr/include` of a tree on disk.
 *
 * @throws TreeUnsuitable with what make says; NoSpace
 */
export async function makeHeaders(
  tree: string,
  architecture: MachineArchitecture,
  spec: string,
  context: Context,
): Promise<void> {
  const { arch } = ARCHITECTURE[architecture];
  const made = await runClean(tree, [], ['make', '-s', '-j2', `ARCH=${arch}`, 'headers'], context);
  if (made.exitCode === 0) return;
  const text = `${made.stdout}\n${made.stderr}`;
  throw (
    hostComplaint(text, tree) ??
    new TreeUnsuitable({
      title: 'make headers fails in the tree',
      where: spec,
      detail: tail(text).replaceAll(`${tree}/`, ''),
      hint: 'A header of userspace is wrong, or the tree lacks files.',
    })
  );
}

async function directoriesOf(selftests: string): Promise<string[]> {
  const entries = await readdir(selftests, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.name === 'Makefile')
    .map((entry) => relative(selftests, entry.parentPath))
    .filter((path) => path !== '')
    .sort();
}

/** A copy of a source that a build may write into: links but for the directories that it builds in. */
export async function copyOf(
  source: SelftestSource,
  into: string,
  directories: readonly string[],
  context: Context,
): Promise<void> {
  await mkdir(into, { recursive: true });
  await runProgram('cp', ['-al', `${source.folder}/.`, into], context);
  for (const one of new Set(directories.map((path) => path.split('/')[0] ?? path))) {
    const place = join(into, SELFTESTS, one);
    await runProgram('rm', ['-rf', place], context);
    if (existsSync(join(source.folder, SELFTESTS, one)))
      await runProgram('cp', ['-a', join(source.folder, SELFTESTS, one), place], context);
  }
}
