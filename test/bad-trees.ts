// SPDX-License-Identifier: GPL-2.0-only
import type { Tree } from '../src/kernel/tree.ts';
import { compose } from '../src/series/generate.ts';
import { snapshot } from '../src/series/sources.ts';
import { msixMmap } from '../templates/msix-mmap/index.ts';
import type { AnchorCase, BadTree } from './bad-anchors.ts';
import { allVariants, debian } from './support.ts';

/** A tree with other texts in place of some of its files; an empty text takes the file away. */
function withTexts(tree: Tree, texts: ReadonlyMap<string, string>): Tree {
  return {
    ...{ spec: tree.spec, label: tree.label, release: tree.release, base: tree.base },
    read: async (path) => (texts.has(path) ? texts.get(path) || undefined : tree.read(path)),
    list: async (folder) => (await tree.list(folder)).filter((path) => texts.get(path) !== ''),
    export: (paths, into) => tree.export(paths, into),
  };
}

/** A sound tree to be damaged. */
export async function badTree(name: BadTree): Promise<Tree> {
  const [, state, series = ''] = /^(?:(\w+) )?(\d.*)$/.exec(name) ?? [];
  const tree = await debian(series);
  if (state === 'restored') {
    const { prerequisite } = await compose(msixMmap, tree, []);
    return withTexts(tree, prerequisite.edited.texts);
  }
  if (state === 'bare') {
    const path = 'include/uapi/linux/vfio.h';
    const text = (await tree.read(path)) ?? '';
    return withTexts(
      tree,
      new Map([[path, text.replace(/^#define VFIO_REGION_INFO_CAP_MSIX_MAPPABLE.*\n/m, '')]]),
    );
  }
  return tree;
}

/** The one file of the kernel that has a case's text, and where in it; a user program may have a struct of that name. */
export async function siteOf(
  tree: Tree,
  { id, what, text }: Pick<AnchorCase, 'id' | 'what' | 'text'>,
): Promise<{ path: string; source: string; start: number; end: number }> {
  const { texts } = await snapshot(tree, msixMmap.reads);
  const sites = [...texts].flatMap(([path, source]) => {
    if (path.startsWith('tools/')) return [];
    const found = text.exec(source);
    return found ? [{ path, source, start: found.index, end: found.index + found[0].length }] : [];
  });
  const [site] = sites;
  if (!site || sites.length > 1)
    throw new Error(`${id}, ${what}: found in ${sites.length} files of ${tree.spec}`);
  return site;
}

export interface Said {
  code: string;
  title: string;
  where: string;
  detail: string;
}

/** What making all variants of a tree, with one text of it changed, comes to. */
export async function outcome(tree: Tree, path: string, text: string): Promise<Said> {
  try {
    const choices = [...allVariants(), ...allVariants(['as-posted'])];
    await compose(msixMmap, withTexts(tree, new Map([[path, text]])), choices);
    return { code: 'made', title: '', where: '', detail: '' };
  } catch (error) {
    const {
      code = 'INTERNAL',
      title = String((error as Error).stack),
      where = '',
      detail = '',
    } = error as Partial<Said>;
    return { code, title, where, detail };
  }
}
