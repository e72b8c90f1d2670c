// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { catFiles } from '../../kernel/cat-file.ts';
import { moreFiles } from '../../kernel/debian/more-files.ts';
import type { Tree } from '../../kernel/tree.ts';
import { onTree, type ReadTree, type Rejection, type Step } from '../../mail/history.ts';
import type { Message } from '../../mail/message.ts';
import { reversed } from '../../mail/reverse.ts';
import { compose } from '../../series/generate.ts';
import type { AnyTopic } from '../../series/topic.ts';

/**
 * What patches were applied to: the tree; the tree without them, which has them already; the files that their `index`
 * lines name, out of the tree's repository; the tree with a topic's prerequisite.
 */
export type Ground = 'tree' | 'tree-without' | 'blobs' | 'prerequisite';

export interface Laid {
  readonly ground: Ground;
  readonly steps: readonly Step[];
  /** Texts of the ground where they are not the tree's own. */
  readonly below: ReadonlyMap<string, string | undefined>;
}

/**
 * Patches applied to a tree, in memory and without fuzz. Where they do not apply, other grounds are tried: a checker that
 * is called for each commit of a branch has a work tree in which all of them are applied already, a distribution's source
 * has the patches that the distribution took, and a patch of a topic may stand on the topic's prerequisite.
 */
export async function lay(
  patches: readonly Message[],
  tree: Tree,
  topic: AnyTopic | undefined,
  context: Context,
): Promise<Laid | Rejection> {
  const read = await reader(patches, tree, context);
  const plain = await onTree(patches, read);
  if ('steps' in plain) return { ground: 'tree', steps: plain.steps, below: new Map() };
  const on = async (ground: Ground, below: ReadonlyMap<string, string | undefined>) => {
    const laid = await onTree(patches, async (path) => (below.has(path) ? below.get(path) : read(path)));
    return 'steps' in laid ? { ground, steps: laid.steps, below } : undefined;
  };
  const without = await takenBack(patches, read);
  const already = without && (await on('tree-without', without));
  if (already) return already;
  const blobs = await blobsOf(patches, tree, context);
  const onBlobs = blobs.size > 0 ? await on('blobs', blobs) : undefined;
  if (onBlobs) return onBlobs;
  const restored = topic && (await prerequisiteOf(topic, tree));
  return (restored && (await on('prerequisite', restored))) ?? plain;
}

/** The tree's files as they were before patches that it has; undefined where it has not all of them. */
async function takenBack(
  patches: readonly Message[],
  read: ReadTree,
): Promise<Map<string, string | undefined> | undefined> {
  const undone: Message[] = [];
  for (const message of [...patches].reverse()) {
    const diffs = [...message.diffs].reverse().map(reversed);
    if (diffs.includes(undefined)) return undefined;
    undone.push({ ...message, diffs: diffs.filter((diff) => diff !== undefined) });
  }
  const back = await onTree(undone, read);
  if ('rejected' in back) return undefined;
  const texts = new Map<string, string | undefined>();
  for (const { after } of back.steps) for (const [path, file] of after) texts.set(path, file?.text);
  return texts;
}

/** Of a Debian tree not all files are at hand; those that the patches touch are fetched together. */
async function reader(patches: readonly Message[], tree: Tree, context: Context): Promise<ReadTree> {
  const made = madeBy(patches);
  const touched = new Set(patches.flatMap(({ diffs }) => diffs.flatMap(({ oldPath }) => oldPath ?? [])));
  const missing: string[] = [];
  for (const path of touched)
    if (!made.has(path) && (await tree.read(path)) === undefined) missing.push(path);
  const more = await moreFiles(tree, missing, context);
  return async (path) => (await tree.read(path)) ?? more.get(path);
}

/** Paths that some patch makes before any changes it. */
function madeBy(patches: readonly Message[]): Set<string> {
  const made = new Set<string>();
  const seen = new Set<string>();
  for (const { oldPath, newPath } of patches.flatMap(({ diffs }) => diffs)) {
    if (oldPath === undefined && newPath !== undefined && !seen.has(newPath)) made.add(newPath);
    for (const path of [oldPath, newPath]) if (path !== undefined) seen.add(path);
  }
  return made;
}

/**
 * The files that the first diff of each path was made of, where the tree is of a repository that has them; undefined for
 * those that the patches make.
 */
async function blobsOf(
  patches: readonly Message[],
  { base, folder }: Tree,
  context: Context,
): Promise<Map<string, string | undefined>> {
  const repository = base.kind === 'git' ? base.path : base.kind === 'directory' ? folder : undefined;
  if (repository === undefined) return new Map();
  const ids = new Map<string, string>();
  for (const { oldPath, oldBlob } of patches.flatMap(({ diffs }) => diffs))
    if (oldPath !== undefined && oldBlob !== undefined && !ids.has(oldPath)) ids.set(oldPath, oldBlob);
  const paths = [...ids.keys()];
  // A folder that is no repository has none of them.
  const contents = await catFiles(repository, [...ids.values()], context).catch((error: unknown) => {
    if (error instanceof Failure) return [];
    throw error;
  });
  const found = paths.flatMap((path, at): [string, string | undefined][] => {
    const content = contents[at];
    return content === undefined ? [] : [[path, content.toString('latin1')]];
  });
  if (found.length === 0) return new Map();
  return new Map([...found, ...[...madeBy(patches)].map((path) => [path, undefined] as const)]);
}

/** Undefined where the topic has nothing to do with the tree. */
async function prerequisiteOf(topic: AnyTopic, tree: Tree): Promise<Map<string, string> | undefined> {
  try {
    const { baseline, prerequisite } = await compose(topic, tree, []);
    const changed = [...prerequisite.edited.texts].filter(
      ([path, text]) => baseline.pristine.texts.get(path) !== text,
    );
    return changed.length > 0 ? new Map(changed) : undefined;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
