// SPDX-License-Identifier: GPL-2.0-only

import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { overlayHash } from '../../overlay-hash.ts';
import { readRecord } from '../../record.ts';
import type { ModuleSwap } from '../../subsystem.ts';
import type { MachineArchitecture } from '../architecture.ts';
import { type Kernel, KernelRecord, kernelAt } from '../build/kernel.ts';
import { swapModules } from '../build/swap-modules.ts';
import type { Tree } from '../tree.ts';
import { partIdentity, writePart } from '../tree-part.ts';
import { compileKernel } from './compile.ts';
import { configure } from './configure.ts';
import { imageOf } from './image.ts';
import { installKernel } from './install.ts';
import { UNCHECKED } from './make.ts';
import { requireForKernel } from './needs.ts';
import { ObjectFolder } from './objects.ts';
import { fragment, merged, parseSymbol, type Requested } from './symbols.ts';
import { type BuildTarget, targetOf } from './target.ts';
import { WHOLE } from './whole.ts';

/** What a kernel is to be. */
export interface KernelRequest {
  readonly architecture: MachineArchitecture;
  /** On top of allnoconfig; all of them hold in the result, or the kernel is not built. */
  readonly symbols: readonly Requested[];
  /** The modules that cells replace. */
  readonly swap: ModuleSwap;
  /** What the overlay is called in messages: `pci-bus-flag`; the tree's own label where there is none. */
  readonly name?: string;
}

/** Changes with what an entry consists of. */
const VERSION = '1';

/** Of the source alone, its links and objects, and the temporary files of a link. */
const SPACE = { source: 2 * 2 ** 30, objects: 2 ** 30, kernel: 300 * 2 ** 20 };

/**
 * A small kernel of any tree, with edited files laid over it (`source-kernels/1/<key>/`, kept by content: source,
 * overlay, symbols, architecture, compiler). What one design's files change is compiled on top of what another left.
 *
 * @param overlay whole texts (latin1) of edited files, by path in the tree
 * @throws HostLacks before anything else; ConfigUnmet where a symbol is not to be had; BuildFailed with the compiler's
 *   messages; ModuleMissing; TreeUnsuitable; ArchiveLacks, NoNetwork, NoSpace, TreeCorrupt
 */
export async function sourceKernel(
  tree: Tree,
  overlay: ReadonlyMap<string, string>,
  request: KernelRequest,
  context: Context,
): Promise<Kernel> {
  const target = targetOf(request.architecture);
  const name = request.name ?? tree.label;
  const task = `kernel ${request.name ? `${request.name} on ` : ''}${tree.label} for ${target.machine}`;
  context.report({ task, state: 'start' });
  try {
    const compiler = await requireForKernel(target, context);
    const effective = await relevant(tree, overlay, target);
    const key = await objectsKey(tree, target, compiler, request.symbols);
    const entry = `source-kernels/${VERSION}/${kernelKey(key, effective)}`;
    const cached = context.cache.has(entry);
    const since = performance.now();
    const onWait = () => context.report({ task, state: 'note', text: 'another run builds it; waiting' });
    const options = { signal: context.signal, onWait };
    const fill = (into: string) =>
      context.cache.locked(`kernel-objects/${key}`, options, () =>
        build({ tree, overlay: effective, request, target, key, name, task }, into, context),
      );
    const folder = await context.cache.entry(entry, fill, { bytes: SPACE.kernel, ...options });
    const record = await readRecord(context.cache, join(folder, 'kernel.json'), KernelRecord);
    const seconds = `${((performance.now() - since) / 1000).toFixed(1)} s`;
    context.report({ task, state: 'done', text: `${record.release} (${cached ? 'cached' : seconds})` });
    return await swapModules(kernelAt(folder, record), request.swap, context);
  } catch (error) {
    context.report({ task, state: 'failed', text: (error as Error).message });
    throw error;
  }
}

/**
 * Whether the kernel of the tree as it is has been built.
 *
 * @throws HostLacks
 */
export async function hasSourceKernel(
  tree: Tree,
  request: Pick<KernelRequest, 'architecture' | 'symbols'>,
  context: Context,
): Promise<boolean> {
  const target = targetOf(request.architecture);
  const compiler = await requireForKernel(target, context);
  const key = await objectsKey(tree, target, compiler, request.symbols);
  return context.cache.has(`source-kernels/${VERSION}/${kernelKey(key, new Map())}`);
}

interface Job {
  tree: Tree;
  overlay: ReadonlyMap<string, string>;
  request: KernelRequest;
  target: BuildTarget;
  key: string;
  name: string;
  task: string;
}

async function build(job: Job, into: string, context: Context): Promise<void> {
  const { tree, overlay, request, target, key, name, task } = job;
  const say = (text: string) => context.report({ task, state: 'note', text });
  const source = await context.cache.entry(
    `whole/${VERSION}/${await partIdentity(tree, WHOLE)}`,
    async (folder) => {
      say('unpacking the source');
      await writePart(tree, WHOLE, folder, context, task);
    },
    { bytes: SPACE.source, signal: context.signal, sums: 'sizes' },
  );
  await context.cache.requireSpace(SPACE.objects, 'the objects of a kernel');
  const objects = new ObjectFolder(context.cache.path(`kernel-objects/${VERSION}`, key), source, context);
  await objects.open();
  await objects.lay(overlay);
  say('configuring');
  // uname -r tells kernels apart that differ in their configuration only, and so vermagic their modules.
  const release = parseSymbol(`LOCALVERSION="-kpw-${key.slice(0, 8)}"`);
  const requested = merged(request.symbols, [release]);
  const config = await configure(objects.tree, { spec: tree.spec, target, requested }, context);
  const counted = context.cache.path(`kernel-objects/${VERSION}`, `count-${target.machine}`);
  const expected = Number(await readFile(counted, 'utf8').catch(() => '')) || undefined;
  say('compiling');
  const { goal } = imageOf(target.machine, config);
  const made = await compileKernel(objects.tree, target, { name, goal, expected, task }, context);
  if (expected === undefined || made > expected) await writeFile(counted, `${made}\n`);
  say('installing');
  await installKernel({ tree: objects.tree, target, ...provenance(tree, overlay) }, into, context);
}

/** What an overlay changes in a kernel of this architecture: not documentation, nor what is of another one. */
async function relevant(
  tree: Tree,
  overlay: ReadonlyMap<string, string>,
  { folder }: BuildTarget,
): Promise<Map<string, string>> {
  const kept = new Map<string, string>();
  for (const [path, text] of overlay) {
    const foreign = path.startsWith('arch/') && !path.startsWith(`arch/${folder}/`);
    if (WHOLE.holds(path) && !foreign && (await tree.read(path)) !== text) kept.set(path, text);
  }
  return kept;
}

/** Stands for all that the objects are made of but the overlay. */
export async function objectsKey(
  tree: Tree,
  target: Pick<BuildTarget, 'machine'>,
  compiler: string,
  symbols: readonly Requested[],
): Promise<string> {
  const config = fragment(merged(symbols));
  const parts = [VERSION, await partIdentity(tree, WHOLE), target.machine, compiler, config];
  const variables = /^CONFIG_KASAN=y$/m.test(config) ? UNCHECKED : [];
  return createHash('sha256')
    .update([...parts, ...variables].join('\0'))
    .digest('hex')
    .slice(0, 20);
}

export function kernelKey(objects: string, overlay: ReadonlyMap<string, string>): string {
  return overlayHash(objects, overlay).slice(0, 20);
}

/** Modules are cached by the kernel's version: one with an overlay has another than the tree as it is. */
function provenance(tree: Tree, overlay: ReadonlyMap<string, string>) {
  const { base } = tree;
  const own = base.kind === 'debian' ? base.version : base.kind === 'git' ? base.commit : tree.release;
  const packages = base.kind === 'debian' ? [{ name: base.package, version: base.version }] : [];
  return { version: overlay.size > 0 ? `${own}+${kernelKey('', overlay).slice(0, 8)}` : own, packages };
}
