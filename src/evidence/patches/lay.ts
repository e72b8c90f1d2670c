// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { openTree } from '../../kernel/open.ts';
import type { Tree } from '../../kernel/tree.ts';
import { eachOnTree, type PatchStep, type ReadTree, type Rejection } from '../../mail/history.ts';
import type { Message } from '../../mail/message.ts';
import { reader } from '../../mail/reader.ts';
import { takenBack } from '../../mail/taken-back.ts';
import type { AnyTopic } from '../../series/topic.ts';
import { blobsOf, prerequisiteOf, treeRepository } from './grounds.ts';

/**
 * What patches were applied to: the tree; the tree without them, which has them already; the commit that the mails name
 * as their base; the files that their `index` lines name, out of the tree's repository; the tree with a topic's
 * prerequisite.
 */
export type AppliedTo = 'tree' | 'tree-without' | 'base-commit' | 'blobs' | 'prerequisite';

export interface LaidPatches {
  readonly ground: AppliedTo;
  /** The tree, at the base commit where that is the ground. */
  readonly tree: Tree;
  /** Of the patches that apply, in their order. */
  readonly steps: readonly PatchStep[];
  /** Of the others. */
  readonly left: readonly Rejection[];
  /** Texts of the ground where they are not the tree's own. */
  readonly below: ReadonlyMap<string, string | undefined>;
}

/**
 * Patches applied to a tree, in memory and without fuzz, each on the state that those before it leave. Where not all
 * apply, other grounds are tried, and the one that takes most is chosen: a checker that is called for each commit of a
 * branch has a work tree in which all of them are applied already, a distribution's source has the patches that the
 * distribution took, a series names its base, and a patch of a topic may stand on the topic's prerequisite.
 *
 * @param without texts of the tree as it was before somebody else's patches, where that is to be the only ground
 */
export async function layPatches(
  patches: readonly Message[],
  tree: Tree,
  {
    topic,
    base,
    without,
  }: {
    readonly topic: AnyTopic | undefined;
    readonly base: string | undefined;
    readonly without?: LaidPatches['below'] | undefined;
  },
  context: Context,
): Promise<LaidPatches> {
  const read = await reader(patches, tree, context);
  const on = async (
    ground: AppliedTo,
    below: ReadonlyMap<string, string | undefined> = new Map(),
    other: { tree: Tree; read: ReadTree } = { tree, read },
  ): Promise<LaidPatches> => {
    const outcomes = await eachOnTree(patches, async (path) =>
      below.has(path) ? below.get(path) : other.read(path),
    );
    const left = outcomes.filter((one) => 'rejected' in one);
    return { ground, tree: other.tree, steps: outcomes.filter((one) => 'after' in one), left, below };
  };
  if (without) return on('tree-without', without);
  const grounds: (() => Promise<LaidPatches | undefined>)[] = [
    () => on('tree'),
    async () => {
      const without = await takenBack(patches, read);
      return without && on('tree-without', without);
    },
    async () => {
      const named = base === undefined ? undefined : await atCommit(tree, base, context);
      return (
        named && on('base-commit', new Map(), { tree: named, read: await reader(patches, named, context) })
      );
    },
    async () => {
      const blobs = await blobsOf(patches, tree, context);
      return blobs.size > 0 ? on('blobs', blobs) : undefined;
    },
    async () => {
      const restored = topic && (await prerequisiteOf(topic, tree));
      return restored && on('prerequisite', restored);
    },
  ];
  let best: LaidPatches | undefined;
  for (const ground of grounds) {
    const laid = await ground();
    if (laid && (!best || laid.steps.length > best.steps.length)) best = laid;
    if (laid?.left.length === 0) break;
  }
  return best as LaidPatches;
}

/** The tree at a commit, where it is of a repository that has it. */
async function atCommit(tree: Tree, commit: string, context: Context): Promise<Tree | undefined> {
  const repository = treeRepository(tree);
  if (repository === undefined) return undefined;
  try {
    return await openTree(`${repository}@${commit}`, context);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
