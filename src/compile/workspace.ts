// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import type { Context } from '../context.ts';
import type { Tree } from '../kernel/tree.ts';
import { writeFolders } from './folders.ts';
import { copyTree, type PreparedTree, replaceFile } from './prepare.ts';

/** Texts of the files that differ from the tree; undefined where one is gone. */
export type TextOverlay = ReadonlyMap<string, string | undefined>;

/**
 * A copy of a prepared tree in which one state after the other is put. It is made when it is first asked for: where all
 * results are cached, never.
 */
export class Workspace {
  private copy: Promise<string> | undefined;
  private current: TextOverlay = new Map();
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly tree: Tree,
    private readonly prepared: PreparedTree,
    /** Every state that will be asked for. */
    private readonly states: readonly TextOverlay[],
    private readonly context: Context,
  ) {}

  /** The copy's folder, with the given texts in it. */
  at(texts: TextOverlay): Promise<string> {
    const next = this.last.then(() => this.put(texts));
    this.last = next.catch(() => undefined);
    return next;
  }

  private async put(texts: TextOverlay): Promise<string> {
    this.copy ??= this.make();
    const root = await this.copy;
    for (const path of new Set([...this.current.keys(), ...texts.keys()])) {
      const text = texts.has(path) ? texts.get(path) : await this.tree.read(path);
      const before = this.current.has(path) ? this.current.get(path) : await this.tree.read(path);
      if (text === before && existsSync(join(root, path)) === (text !== undefined)) continue;
      await mkdir(dirname(join(root, path)), { recursive: true });
      if (text === undefined) await rm(join(root, path), { force: true });
      else await replaceFile(join(root, path), text);
    }
    this.current = texts;
    return root;
  }

  async remove(): Promise<void> {
    const root = await this.copy?.catch(() => undefined);
    if (root) await rm(dirname(root), { recursive: true, force: true });
  }

  /** The folders of the files that any state changes, and those that they include something from by a path. */
  private async folders(): Promise<Set<string>> {
    const folders = new Set<string>();
    for (const path of new Set(this.states.flatMap((texts) => [...texts.keys()]))) {
      folders.add(dirname(path));
      for (const text of [await this.tree.read(path), ...this.states.map((texts) => texts.get(path))])
        for (const [, included = ''] of (text ?? '').matchAll(/^\s*#\s*include\s+"(\.\.\/[^"]+)"/gm))
          folders.add(posix.join(dirname(path), dirname(included)));
    }
    return folders;
  }

  /** Whether the tree at hand has a folder's files, and not some of them only. */
  private async isWhole(folder: string): Promise<boolean> {
    for (const name of ['Makefile', 'Kbuild'])
      if (existsSync(join(this.prepared.tree, folder, name)))
        return (await this.tree.read(`${folder}/${name}`)) !== undefined;
    return (await this.tree.list(folder)).length > 0;
  }

  private async make(): Promise<string> {
    const root = join(await this.context.cache.temporary(), 'tree');
    await copyTree(this.prepared.tree, root, this.context);
    const unknown: string[] = [];
    for (const folder of await this.folders()) {
      const around = await surroundings(this.tree, folder);
      if (!(await this.isWhole(folder))) unknown.push(folder);
      await this.tree.export(
        around.filter((path) => !existsSync(join(root, path))),
        root,
      );
    }
    // Of a Debian tree, the cache has only the folders that the workbench reads otherwise.
    await writeFolders(this.tree, unknown, root, this.context);
    return root;
  }
}

/** Paths in the tree of what the files of one folder may include by their place: the folder's files, and the headers above and below it. */
export async function surroundings(tree: Tree, folder: string): Promise<string[]> {
  // Above `drivers/iommu` everything is too much, and nothing is included from there.
  const parts = folder.split('/');
  const top = parts.slice(0, 2).join('/');
  return (await tree.list(parts.length < 2 ? folder : top)).filter((path) => {
    const own = dirname(path);
    if (own === folder) return /\.(c|h|inc|S)$/.test(path);
    const related = own.startsWith(`${folder}/`) || folder.startsWith(`${own}/`);
    return related && path.endsWith('.h');
  });
}
