// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { catFiles } from '../../kernel/cat-file.ts';
import type { Tree } from '../../kernel/tree.ts';
import type { Message } from '../../mail/message.ts';
import { createdPaths } from '../../mail/reader.ts';
import { compose } from '../../series/generate.ts';
import type { AnyTopic } from '../../series/topic.ts';

/**
 * The files that the first diff of each path was made of, where the tree is of a repository that has them; undefined for
 * those that the patches make.
 */
export async function blobsOf(
  patches: readonly Message[],
  tree: Tree,
  context: Context,
): Promise<Map<string, string | undefined>> {
  const repository = treeRepository(tree);
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
  return new Map([...found, ...[...createdPaths(patches)].map((path) => [path, undefined] as const)]);
}

/** Where the tree's repository would be; undefined for a distribution's source. */
export function treeRepository({ base, folder }: Tree): string | undefined {
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
