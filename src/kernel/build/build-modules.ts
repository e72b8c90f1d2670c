// SPDX-License-Identifier: GPL-2.0-only

import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Context } from '../../context.ts';
import { overlayHash } from '../../overlay-hash.ts';
import { readRecord } from '../../record.ts';
import { NeedsSource } from '../failures.ts';
import type { Tree } from '../tree.ts';
import { BuildFailed } from './build-failed.ts';
import { scopedEdits } from './build-scope.ts';
import { treeForBuild } from './build-sources.ts';
import { findCompiler } from './compiler.ts';
import type { CompilerMessage } from './compiler-messages.ts';
import { copyBuild, type PreparedBuild, placeEdit } from './copy-build.ts';
import { type BuiltModule, INSTRUMENTED, type Kernel, SYMBOLS } from './kernel.ts';
import type { Instrumentation } from './make-modules.ts';
import { type Made, makeModules, modulesFolder } from './make-modules.ts';
import { buildKey, prepareBuild, Warnings } from './prepared-build.ts';
import { stripModules, type Unfit } from './strip-modules.ts';

export interface ModuleBuild {
  /** In load order. */
  modules: BuiltModule[];
  /** Those that the unchanged tree does not give. */
  warnings: CompilerMessage[];
  /** What this call took. */
  seconds: number;
  cached: boolean;
}

/**
 * The modules that a cell replaces, from the tree with the edited files laid over it. Kept by content
 * (`modules/1/<key>/`): the same edits of the same tree are built once.
 *
 * @param edited whole new texts (latin1) of the files that a design changes, by path in the tree
 * @param name of the cell, for messages: `region-flag`
 * @param instrumentation gives further modules, kept apart from those without
 * @throws BuildFailed with the compiler's messages; NeedsSource, NotReplaced when a design changes more than these modules can
 *   show; HostLacks, NoSpace
 */
export async function buildModules(
  kernel: Kernel,
  given: Tree,
  edited: ReadonlyMap<string, string>,
  context: Context,
  name: string,
  instrumentation?: Instrumentation,
): Promise<ModuleBuild> {
  const started = performance.now();
  const task = `build ${name}${instrumentation ? ' for coverage' : ''}`;
  context.report({ task, state: 'start' });
  try {
    const tree = await treeForBuild(given, kernel, context);
    const { built, beside } = await scopedEdits(kernel, tree, edited, name, context);
    if (beside.length > 0)
      context.report({ task, state: 'note', text: `not part of the guest’s modules: ${beside.join(', ')}` });
    const compiler = await findCompiler(
      await readFile(kernel.config, 'latin1'),
      kernel.architecture,
      context,
    );
    const key = await buildKey(kernel, tree, compiler, instrumentation);
    const entry = `modules/1/${variantKey(key, built)}`;
    const cached = context.cache.has(entry);
    const fill = async (folder: string) => {
      const prepared = await prepareBuild(kernel, tree, compiler, key, context, task, instrumentation);
      const variant = { kernel, tree, edited: built, context, name, instrumentation };
      await context.cache.working((work) => buildVariant(variant, prepared, compiler.command, work, folder));
    };
    const onWait = () => context.report({ task, state: 'note', text: 'another run builds it; waiting' });
    const folder = await context.cache.entry(entry, fill, {
      bytes: 20 * 2 ** 20,
      signal: context.signal,
      onWait,
    });
    const seconds = (performance.now() - started) / 1000;
    context.report({ task, state: 'done', text: cached ? 'cached' : `${seconds.toFixed(1)} s` });
    return {
      modules: kernel.shipped.map(({ name, path }) => ({
        name,
        path: join(folder, basename(path)),
        ...(kernel.symbols ? { unstripped: join(folder, SYMBOLS, basename(path)) } : {}),
        ...(instrumentation ? { instrumented: join(folder, INSTRUMENTED, basename(path)) } : {}),
      })),
      warnings: await readRecord(context.cache, join(folder, 'warnings.json'), Warnings),
      seconds,
      cached,
    };
  } catch (error) {
    // A design that no prebuilt kernel can show is no fault of anybody.
    const state = error instanceof NeedsSource ? 'skipped' : 'failed';
    context.report({ task, state, text: (error as Error).message });
    throw error;
  }
}

function variantKey(key: string, edited: ReadonlyMap<string, string>): string {
  return overlayHash(key, edited).slice(0, 20);
}

interface Variant {
  kernel: Kernel;
  tree: Tree;
  edited: ReadonlyMap<string, string>;
  context: Context;
  name: string;
  instrumentation: Instrumentation | undefined;
}

async function buildVariant(
  variant: Variant,
  prepared: PreparedBuild,
  command: string,
  work: string,
  into: string,
): Promise<void> {
  const { kernel, context, instrumentation } = variant;
  const root = join(work, 'tree');
  await copyBuild(prepared, root, context);
  for (const [path, text] of variant.edited) await placeEdit(kernel, root, path, text);
  const wrapper = join(root, 'cc');
  const cc = existsSync(wrapper) ? wrapper : command;
  const made = await makeModules(kernel, root, modulesFolder(kernel), cc, context, instrumentation);
  if (!made.succeeded) throw variantFailed(variant, made);

  const kept = [...(kernel.symbols ? [SYMBOLS] : []), ...(instrumentation ? [INSTRUMENTED] : [])];
  for (const folder of kept) {
    await mkdir(join(into, folder));
    for (const { path, folder: made } of kernel.shipped) {
      const file = basename(path);
      await copyFile(join(root, made, file), join(into, folder, file));
    }
  }
  const unfit = await stripModules(kernel, root, into, context);
  if (unfit) throw notMade(variant, unfit);
  const known = new Set(prepared.warnings.map(({ file, text }) => `${file}\0${text}`));
  const warnings = made.messages.filter(({ file, text }) => !known.has(`${file}\0${text}`));
  await writeFile(join(into, 'warnings.json'), `${JSON.stringify(warnings, null, 2)}\n`);
}

function variantFailed({ name, tree }: Variant, { messages, detail }: Made): BuildFailed {
  const first = messages.find(({ level }) => level === 'error');
  return new BuildFailed(
    {
      title: first ? `${name} does not compile: ${first.text}` : `${name} does not link`,
      where: `${tree.label}${first ? `: ${first.file}:${first.line}` : ''}`,
      detail,
      hint: 'Mend the template or the patch that adds this line, then run again; nothing else was lost.',
    },
    name,
    messages,
  );
}

function notMade({ name, tree }: Variant, { file, problems }: Unfit): BuildFailed {
  return new BuildFailed(
    {
      title: `${name}: ${file} would not load into the kernel`,
      where: tree.label,
      detail: problems,
      hint: 'The host’s compiler or a changed structure does not fit this kernel; try the kernel’s own compiler.',
    },
    name,
  );
}
