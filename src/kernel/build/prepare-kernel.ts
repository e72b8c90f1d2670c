// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Context } from '../../context.ts';
import { readRecord } from '../../record.ts';
import type { ModuleSwap } from '../../subsystem.ts';
import { ArchiveLacks, HostLacks } from '../failures.ts';
import type { Tree } from '../tree.ts';
import { extractKernel } from './decompress.ts';
import { findKernel, kernelEntry, type Platform, preparedKernel } from './find-kernel.ts';
import { foreignTools, wrapTools } from './foreign-tools.ts';
import { requireBuildPrograms } from './host-programs.ts';
import { type Kernel, KernelRecord, kernelAt, type PlainKernel } from './kernel.ts';
import { type Deb, fetchKernelPackages, fetchLibraries, unpack } from './kernel-packages.ts';
import { relocateHeaders } from './relocate-headers.ts';
import { swapModules } from './swap-modules.ts';

/** Unpacked packages, the extracted kernel, and the temporary files of both. */
const SPACE = 600 * 2 ** 20;

/**
 * Debian's kernel for this tree, unpacked into the cache (`kernels/2/<version>_<flavour>/`): of the same
 * source version where the archive has it, else the newest of the same series; which, `Kernel.version` says.
 *
 * @param swap the modules that are to be replaced
 * @throws HostLacks on a host that is not x86-64, or lacks a program; TreeUnsuitable when Debian has no
 *   kernel of this series; ModuleMissing when that one has no such modules; ArchiveLacks, NoNetwork, TreeCorrupt, NoSpace
 */
export async function prepareKernel(
  tree: Tree,
  platform: Platform,
  swap: ModuleSwap,
  context: Context,
): Promise<Kernel> {
  requireX86();
  requirePlainPath(context.cache.root);
  const task = `kernel ${tree.label} ${platform.flavours[0]}`;
  context.report({ task, state: 'start' });
  try {
    const { folder, cached } = await kernelFolder(tree, platform, context, task);
    const record = await readRecord(context.cache, join(folder, 'kernel.json'), KernelRecord);
    const kernel = await swapModules(kernelAt(folder, record), swap, context);
    noteOtherVersion(tree, kernel, context, task);
    context.report({ task, state: 'done', text: `${kernel.release}${cached ? ' (cached)' : ''}` });
    return kernel;
  } catch (error) {
    context.report({ task, state: 'failed', text: (error as Error).message });
    throw error;
  }
}

async function kernelFolder(tree: Tree, platform: Platform, context: Context, task: string) {
  const prepared = await preparedKernel(tree, platform, context);
  if (prepared) return { folder: context.cache.path(prepared), cached: true };
  await requireBuildPrograms(context);
  const { headers, flavour } = await findKernel(tree, platform, context);
  const entry = kernelEntry(headers.version, flavour);
  const cached = context.cache.has(entry);
  const fill = async (folder: string) => {
    const debs = await fetchKernelPackages(headers, context, task);
    context.report({ task, state: 'note', text: 'unpacking' });
    await fillKernel(folder, platform, debs, context, task);
  };
  const onWait = () => context.report({ task, state: 'note', text: 'another run prepares it; waiting' });
  const options = { bytes: SPACE, signal: context.signal, onWait };
  return { folder: await context.cache.entry(entry, fill, options), cached };
}

async function fillKernel(
  folder: string,
  { architecture }: Platform,
  debs: readonly Deb[],
  context: Context,
  task: string,
) {
  const root = join(folder, 'root');
  await mkdir(root);
  for (const deb of debs) await unpack(deb, root, context);
  const first = debs[0]?.record;
  const release = first?.package.replace(/^linux-headers-/, '') ?? '';

  const headers = join(root, 'usr/src', `linux-headers-${release}`);
  const makefile = join(headers, 'Makefile');
  await writeFile(makefile, relocateHeaders(await readFile(makefile, 'utf8')));
  await wrapForeignTools(folder, debs, context, task);

  const modules = firstThere(root, `lib/modules/${release}`, `usr/lib/modules/${release}`);
  const image = firstThere(
    root,
    `boot/vmlinuz-${release}`,
    `boot/vmlinux-${release}`,
    relative(root, join(modules, 'vmlinuz')),
  );
  await extractKernel(image, join(folder, 'kernel'), context);
  for (const unused of [image, join(root, 'usr/share'), join(root, 'boot')])
    await rm(unused, { recursive: true, force: true });

  const record: KernelRecord = {
    release,
    version: first?.version ?? '',
    architecture,
    way: 'prebuilt',
    image: 'kernel',
    modules: relative(folder, modules),
    config: relative(folder, join(headers, '.config')),
    headers: relative(folder, headers),
    packages: debs.map(({ record }) => ({ name: record.package, version: record.version })),
  };
  await writeFile(join(folder, 'kernel.json'), `${JSON.stringify(record, null, 2)}\n`);
}

async function wrapForeignTools(folder: string, debs: readonly Deb[], context: Context, task: string) {
  const kbuild = debs.find(({ record }) => record.package.startsWith('linux-kbuild-'));
  if (!kbuild) return;
  const tools = await foreignTools(join(folder, 'root/usr/lib', kbuild.record.package), context);
  if (tools.length === 0) return;
  const unpacked = join(folder, 'unpacked-libraries');
  const libraries = join(folder, 'libraries');
  await mkdir(libraries);
  for (const library of await fetchLibraries(kbuild, context, task)) await unpack(library, unpacked, context);
  for (const entry of await readdir(unpacked, { recursive: true, withFileTypes: true }))
    if (/^(lib.*|ld-linux.*)\.so[.\d]*$/.test(entry.name) && !entry.isDirectory())
      await cp(join(entry.parentPath, entry.name), join(libraries, entry.name), { dereference: true });
  await rm(unpacked, { recursive: true });
  await wrapTools(tools, libraries);
}

function firstThere(root: string, ...candidates: string[]): string {
  const found = candidates.map((path) => join(root, path)).find((path) => existsSync(path));
  if (found) return found;
  throw new ArchiveLacks({
    title: `the kernel’s packages have none of ${candidates.join(', ')}`,
    where: dirname(root),
    hint: 'The packages changed their layout; please report this with the versions in the message.',
  });
}

function noteOtherVersion(tree: Tree, kernel: PlainKernel, context: Context, task: string): void {
  const { base } = tree;
  if (base.kind === 'debian' && base.version === kernel.version) return;
  const own = base.kind === 'debian' ? base.version : tree.release;
  const text = `the tree is ${own}, the kernel ${kernel.version}: its drivers are built against this kernel’s headers`;
  context.report({ task, state: 'note', text });
}

function requireX86(): void {
  if (process.arch === 'x64') return;
  throw new HostLacks({
    title: `prebuilt kernels need an x86-64 host, and this one is ${process.arch}`,
    hint: 'Run on an x86-64 host; check and generate work on any.',
  });
}

/** make splits its words at spaces and takes a colon for a rule's, quoted or not. */
function requirePlainPath(root: string): void {
  if (!/[\s:#$]/.test(root)) return;
  throw new HostLacks({
    title: 'kernel modules cannot be built below a path with a space, a colon, # or $',
    where: root,
    hint: 'Set XDG_CACHE_HOME to a folder without these.',
  });
}
