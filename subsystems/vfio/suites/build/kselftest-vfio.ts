// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { Context } from '../../../../src/context.ts';
import type { GuestProgram } from '../../../../src/guest/files.ts';
import { programCompilerVersion } from '../../../../src/guest/make-programs.ts';
import {
  ARCHITECTURE,
  type ArchitectureNames,
  type MachineArchitecture,
} from '../../../../src/kernel/architecture.ts';
import { BuildFailed } from '../../../../src/kernel/build.ts';
import { extract } from '../../../../src/kernel/debian/extract.ts';
import { packageOf } from '../../../../src/kernel/debian/source-package.ts';
import { TreeUnsuitable } from '../../../../src/kernel/failures.ts';
import { runProgram, tail } from '../../../../src/kernel/run.ts';
import type { Tree } from '../../../../src/kernel/tree.ts';

const SELFTESTS = 'tools/testing/selftests';
/** Since v6.18. */
export const VFIO_SELFTESTS = `${SELFTESTS}/vfio`;

/**
 * Symbolic links in those folders, and where they lead. A tree has files and not links, wherever it is read from
 * (src/kernel/tree.ts), so they are made again; libvfio's drivers share the kernel's own registers.
 */
const LINKS: Readonly<Record<string, string>> = {
  'tools/include/linux/pci_ids.h': 'include/linux/pci_ids.h',
  [`${VFIO_SELFTESTS}/lib/drivers/dsa/registers.h`]: 'drivers/dma/idxd/registers.h',
  [`${VFIO_SELFTESTS}/lib/drivers/ioat/hw.h`]: 'drivers/dma/ioat/hw.h',
  [`${VFIO_SELFTESTS}/lib/drivers/ioat/registers.h`]: 'drivers/dma/ioat/registers.h',
};

/** What the folder's Makefile reads of a tree. The folders below tools are copies of the kernel's headers, 2.5 MB. */
const NEEDED = [
  VFIO_SELFTESTS,
  ...['kselftest.h', 'kselftest_harness.h', 'kselftest', 'lib.mk', 'Makefile'].map(
    (name) => `${SELFTESTS}/${name}`,
  ),
  ...['tools/include', 'tools/arch', 'tools/scripts', 'scripts/subarch.include'],
  ...Object.values(LINKS),
  // Of the installed headers only these; the C library's own may be older than the tree.
  ...['vfio.h', 'iommufd.h', 'stddef.h'].map((name) => `include/uapi/linux/${name}`),
];

/** What the folder's Makefile builds for. */
const TARGETS: readonly MachineArchitecture[] = ['x86_64', 'aarch64'];

export interface VfioSelftests {
  /** Linux release that they are of: `7.2.13`. */
  readonly release: string;
  /** All programs of TEST_GEN_PROGS. */
  all(): Promise<GuestProgram[]>;
  /** A program that is not in the tree, as a series adds it: texts by path in the tree, over the tree's own. */
  added(texts: ReadonlyMap<string, string>, program: string): Promise<GuestProgram>;
}

/** Whether a tree has vfio selftests, by its text. */
export async function hasVfioSelftests(tree: Tree): Promise<boolean> {
  return (await tree.read(`${VFIO_SELFTESTS}/Makefile`)) !== undefined;
}

/**
 * @param spec of the tree, for the message
 * @throws TreeUnsuitable when the folder's Makefile builds nothing for the architecture
 */
export function requireTarget(architecture: MachineArchitecture, spec: string): ArchitectureNames {
  if (TARGETS.includes(architecture)) return ARCHITECTURE[architecture];
  throw new TreeUnsuitable({
    title: `the kernel's vfio selftests are not made for ${architecture}`,
    where: `${spec}: ${VFIO_SELFTESTS}`,
    hint: 'Its Makefile builds for x86-64 and arm64: choose such a machine, or leave the suite out.',
  });
}

/**
 * The kernel's own vfio selftests, built from a tree's text as it is; what they expect of a host and the guest lacks
 * is linked to them (kernel-tests/kselftest-vfio/guest.c).
 *
 * @param folder kernel-tests/kselftest-vfio
 * @param architecture as `uname -m` in the guest
 * @throws TreeUnsuitable when the tree has none, or they are not made for the architecture
 */
export async function vfioSelftests(
  folder: string,
  tree: Tree,
  architecture: MachineArchitecture,
  context: Context,
): Promise<VfioSelftests> {
  const target = requireTarget(architecture, tree.spec);
  if (!(await hasVfioSelftests(tree)))
    throw new TreeUnsuitable({
      title: 'the tree has no vfio selftests',
      where: `${tree.spec}: ${VFIO_SELFTESTS}`,
      hint: 'They are in Linux 6.18 and later.',
    });
  const identity = await identityOf(tree);
  const make = async (
    texts: ReadonlyMap<string, string>,
    goal: string | undefined,
  ): Promise<GuestProgram[]> => {
    const hash = createHash('sha256').update(JSON.stringify([identity, NEEDED, target, goal ?? '', FLAGS]));
    hash.update(await programCompilerVersion(architecture, context));
    for (const [path, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1)))
      hash.update(`${path}\0${text}\0`, 'latin1');
    for (const path of [...(await ownFiles(folder)), ...(await ownFiles(join(folder, '../suite')))])
      hash.update(`${basename(path)}\0`).update(await readFile(path));
    const task = `build the kernel's vfio selftests of ${tree.spec}${goal ? `: ${goal}` : ''}`;
    const entry = `programs/kselftest-vfio-${hash.digest('hex').slice(0, 24)}`;
    const cached = context.cache.has(entry);
    if (!cached) context.report({ task, state: 'start' });
    const made = await context.cache.entry(
      entry,
      (into) => fill(into, { folder, tree, identity, target, texts, goal, task }, context),
      { signal: context.signal },
    );
    if (!cached) context.report({ task, state: 'done' });
    return (await readdir(made)).sort().map((name) => ({ name, path: join(made, name) }));
  };
  return {
    release: tree.release,
    all: () => make(new Map(), undefined),
    async added(texts, program) {
      const relevant = [...texts].filter(([path]) =>
        NEEDED.some((one) => path === one || path.startsWith(`${one}/`)),
      );
      const [made] = await make(new Map(relevant), program);
      if (!made) throw new Error(`the Makefile of ${VFIO_SELFTESTS} did not make ${program}`);
      return made;
    },
  };
}

/** guest.c's functions stand before the tree's. */
const FLAGS = '-static -pthread -s -Wl,--wrap=iommu_init,--wrap=vfio_pci_get_cdev_path';

interface Making {
  folder: string;
  tree: Tree;
  /** Stands for its content. */
  identity: string;
  target: ArchitectureNames;
  texts: ReadonlyMap<string, string>;
  goal: string | undefined;
  task: string;
}

async function fill(into: string, making: Making, context: Context): Promise<void> {
  const { folder, tree, target, texts, goal } = making;
  const work = await context.cache.temporary();
  try {
    const root = join(work, 'tree');
    await cp(await needed(making, context), root, { recursive: true, verbatimSymlinks: true });
    for (const [path, text] of texts) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text, 'latin1');
    }
    const headers = join(work, 'headers', 'linux');
    const out = join(work, 'out');
    await Promise.all([headers, out].map((one) => mkdir(one, { recursive: true })));
    for (const name of await readdir(join(root, 'include/uapi/linux')))
      await copyFile(join(root, 'include/uapi/linux', name), join(headers, name));

    const guest = join(work, 'guest.o');
    const compile = ['-O2', '-Wall', '-Wextra', `-I${folder}`, '-c', join(folder, 'guest.c'), '-o', guest];
    await must(`${target.prefix}gcc`, compile, folder, context);
    // Assertions name files: as they are called in the tree, so that the same failure reads the same.
    const extra = [`-I${folder}`, '-include', join(folder, 'lacking.h'), `-fmacro-prefix-map=${root}/=`];
    if (await lacksCallocAssert(join(root, VFIO_SELFTESTS))) extra.push('-DLACKS_CALLOC_ASSERT');
    await must(
      'make',
      [
        ...['-j2', '-C', join(root, VFIO_SELFTESTS), `OUTPUT=${out}`, `ARCH=${target.arch}`],
        `CROSS_COMPILE=${target.prefix}`,
        `KHDR_INCLUDES=-isystem ${dirname(headers)}`,
        ...[`LDFLAGS=${FLAGS}`, `LDLIBS=${guest}`, `EXTRA_CFLAGS=${extra.join(' ')}`],
        ...(goal ? [join(out, goal)] : []),
      ],
      `${tree.spec}: ${VFIO_SELFTESTS}`,
      context,
    );
    for (const { name } of (await readdir(out, { withFileTypes: true })).filter((one) => one.isFile()))
      if (!/\.[od]$/.test(name))
        await writeFile(join(into, name), await readFile(join(out, name)), { mode: 0o755 });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** @throws BuildFailed */
async function must(file: string, args: readonly string[], where: string, context: Context): Promise<void> {
  const made = await runProgram(file, args, context);
  if (made.exitCode === 0) return;
  throw new BuildFailed(
    {
      title: "the kernel's vfio selftests do not compile",
      where,
      detail: tail(made.stderr || made.stdout),
      hint: 'Leave the suite out (--suite), or mend the source named above.',
    },
    'kselftest-vfio',
  );
}

/** Folder with what the builds of one tree read, since to unpack it takes longer than a build. */
function needed({ tree, identity, task }: Making, context: Context): Promise<string> {
  const hash = createHash('sha256')
    .update(JSON.stringify([identity, NEEDED, LINKS]))
    .digest('hex');
  return context.cache.entry(
    `more/vfio-selftests-${hash.slice(0, 20)}`,
    (into) => writeNeeded(tree, into, task, context),
    { signal: context.signal },
  );
}

/** Writes what `make -C tools/testing/selftests TARGETS=vfio` reads of a tree, less the installed headers. */
export async function writeNeeded(tree: Tree, into: string, task: string, context: Context): Promise<void> {
  const { base } = tree;
  if (base.kind === 'debian') {
    const series = base.package.replace(/^linux-source-/, '');
    await extract(await packageOf(base, context, task), series, NEEDED, into, context);
  } else await tree.export(NEEDED, into);
  for (const [link, target] of Object.entries(LINKS)) {
    if (!existsSync(join(into, target)) || !existsSync(dirname(join(into, link)))) continue;
    await rm(join(into, link), { force: true });
    await symlink(relative(dirname(link), target), join(into, link));
  }
}

async function lacksCallocAssert(folder: string): Promise<boolean> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.[ch]$/.test(name));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')));
  const used = texts.some((text) => /\bcalloc_assert\(/.test(text));
  const defined = texts.some((text) => /#define\s+calloc_assert\b|\*\s*calloc_assert\(size_t/.test(text));
  return used && !defined;
}

async function ownFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => /\.[ch]$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** Stands for the content of a tree. */
async function identityOf(tree: Tree): Promise<string> {
  const { base } = tree;
  if (base.kind === 'debian') return JSON.stringify([base.package, base.version, base.sha256]);
  if (base.kind === 'git') return base.commit;
  const hash = createHash('sha256');
  const lists = await Promise.all(NEEDED.map((path) => tree.list(path)));
  for (const path of [...NEEDED, ...lists.flat()])
    hash.update(`${path}\0${(await tree.read(path)) ?? ''}\0`, 'latin1');
  return hash.digest('hex');
}
