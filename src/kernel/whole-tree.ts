// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { moreFiles } from './debian/more-files.ts';
import { sourceIndex } from './debian/source-index.ts';
import { isKept } from './debian/tree-files.ts';
import type { Tree } from './tree.ts';

/**
 * Any file of a tree. Of a Debian tree not all are at hand: what will be asked for is best named beforehand, so that it
 * is unpacked together.
 */
export class WholeTree {
  private readonly more = new Map<string, string | undefined>();

  constructor(
    private readonly tree: Tree,
    private readonly context: Context,
  ) {}

  /** @throws TreeCorrupt, HostLacks, NoSpace */
  async expect(paths: readonly string[]): Promise<void> {
    if (this.tree.base.kind !== 'debian') return;
    const missing = [...new Set(paths)].filter((path) => !isKept(path) && !this.more.has(path));
    const found = await moreFiles(this.tree, missing, this.context);
    for (const path of missing) this.more.set(path, found.get(path));
  }

  /** Paths of all files below folders, of a Debian tree too whose package is in the cache. */
  async list(folders: readonly string[]): Promise<string[]> {
    const { base } = this.tree;
    const index = base.kind === 'debian' ? await sourceIndex(base, this.context) : undefined;
    if (!index) return (await Promise.all(folders.map((folder) => this.tree.list(folder)))).flat();
    return [...index.files.keys()].filter((path) => folders.some((folder) => path.startsWith(`${folder}/`)));
  }

  /** Text of a file, latin1; undefined where the tree has none. */
  async read(path: string): Promise<string | undefined> {
    const own = await this.tree.read(path);
    if (own !== undefined || this.tree.base.kind !== 'debian') return own;
    if (!this.more.has(path)) await this.expect([path]);
    return this.more.get(path);
  }
}
