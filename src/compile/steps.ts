// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import type { Tree } from '../kernel/tree.ts';
import type { PatchFiles, PatchStep } from '../mail/history.ts';
import type { Composition } from '../series/compose.ts';
import { type CompileFinding, compileFindings } from './findings.ts';
import { type CompileOptions, compilePatches } from './patches.ts';
import { type PatchTexts, statesOf } from './states.ts';

/**
 * What compilers say of somebody's patches, of each what the one before does not give.
 *
 * @throws as compilePatches
 */
export function compileSteps(
  steps: readonly PatchStep[],
  tree: Tree,
  context: Context,
): Promise<CompileFinding[]> {
  const texts = (files: PatchFiles) => new Map([...files].map(([path, file]) => [path, file?.text]));
  const patches = steps.map(({ title, before, after }) => ({
    title,
    before: texts(before),
    after: texts(after),
  }));
  return compileAll(patches, tree, context);
}

/** The same of a design's patches. */
export function compileDesign(
  { patches }: Composition,
  tree: Tree,
  context: Context,
  options: Pick<CompileOptions, 'architectures' | 'sparse'> = {},
): Promise<CompileFinding[]> {
  return compileAll(
    patches.map(({ subject, before, after }) => ({
      title: subject,
      before: new Map(before),
      after: new Map(after),
    })),
    tree,
    context,
    options,
  );
}

async function compileAll(
  patches: readonly (Omit<PatchTexts, 'name'> & { title: string })[],
  tree: Tree,
  context: Context,
  options: Pick<CompileOptions, 'architectures' | 'sparse'> = {},
): Promise<CompileFinding[]> {
  const named = patches.map(({ title, ...texts }, at) => ({
    ...texts,
    name: `${at + 1}/${patches.length} ${title}`,
  }));
  const { base, states } = statesOf(named);
  return compileFindings(await compilePatches(tree, states, context, { ...options, base }));
}
