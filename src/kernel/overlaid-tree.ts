// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Tree } from './tree.ts';

/**
 * A tree with other texts of some files, as the kernel was built from that a design changes.
 *
 * @param texts whole (latin1), by path; files that the tree lacks are added
 */
export function overlaidTree(tree: Tree, texts: ReadonlyMap<string, string>): Tree {
  const { folder: _, ...rest } = tree;
  const within = (path: string, place: string) => path === place || path.startsWith(`${place}/`);
  return {
    ...rest,
    // Neither a package nor a commit says what is in it.
    base: { kind: 'directory', path: tree.spec },
    read: async (path) => texts.get(path) ?? tree.read(path),
    async list(folder) {
      const added = [...texts.keys()].filter((path) => within(path, folder));
      return [...new Set([...(await tree.list(folder)), ...added])].sort();
    },
    async export(paths, into) {
      await tree.export(paths, into);
      for (const [path, text] of texts) {
        if (!paths.some((place) => within(path, place))) continue;
        await mkdir(dirname(join(into, path)), { recursive: true });
        await writeFile(join(into, path), text, 'latin1');
      }
    },
  };
}
