// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { catFiles } from '../../kernel/cat-file.ts';
import { moreFiles } from '../../kernel/debian/more-files.ts';
import { isKept } from '../../kernel/debian/tree-files.ts';
import type { Tree } from '../../kernel/tree.ts';
import { onTree, type ReadTree } from '../../mail/history.ts';
import type { Message } from '../../mail/message.ts';
import { reversed } from '../../mail/reverse.ts';
import { compose } from '../../series/generate.ts';
import type { AnyTopic } from '../../series/topic.ts';

/** The tree's files as they were before patches that it has; undefined where it has not all of them. */
export async function takenBack(
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
export async function reader(patches: readonly Message[], tree: Tree, context: Context): Promise<ReadTree> {
  const made = madeBy(patches);
  const touched = new Set(patches.flatMap(({ diffs }) => diffs.flatMap(({ oldPath }) => oldPath ?? [])));
  const missing: string[] = [];
  for (const path of touched)
    if (!made.has(path) && !isKept(path) && (await tree.read(path)) === undefined) missing.push(path);
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
export async function blobsOf(
  patches: readonly Message[],
  tree: Tree,
  context: Context,
): Promise<Map<string, string | undefined>> {
  const repository = repositoryOf(tree);
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

/** Where the tree's repository would be; undefined for a distribution's source. */
export function repositoryOf({ base, folder }: Tree): string | undefined {
  return base.kind === 'git' ? base.path : base.kind === 'directory' ? folder : undefined;
}

/** Undefined where the topic has nothing to do with the tree. */
export async function prerequisiteOf(topic: AnyTopic, tree: Tree): Promise<Map<string, string> | undefined> {
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
