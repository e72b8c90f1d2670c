// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import type { Tree } from '../tree.ts';
import { inTree } from '../tree-path.ts';
import { cachedDebs, debIn } from './deb-cache.ts';
import { extract } from './extract.ts';
import { filesAt, sourceIndex } from './source-index.ts';

/**
 * Files of a Debian tree beyond those that are kept extracted, from its source package in the cache: some twenty seconds
 * for the first time, for its index, then a fraction of a second. What the package lacks is left out; of another kind of
 * tree, and where the package is not in the cache any more, there are none.
 *
 * @returns texts by path, latin1
 * @throws TreeCorrupt, HostLacks, NoSpace
 */
export async function moreFiles(
  tree: Pick<Tree, 'base' | 'spec'>,
  paths: readonly string[],
  context: Context,
): Promise<Map<string, string>> {
  const { base } = tree;
  // tar would take the others for patterns.
  const plain = paths.filter((path) => inTree(path) === path && !/[*?[\]\\]/.test(path)).sort();
  if (base.kind !== 'debian' || plain.length === 0) return new Map();
  const index = await sourceIndex(base, context);
  return index ? filesAt(index, plain, context) : extracted(base, plain, context);
}

/** By tar, which reads the whole package: where it was packed in one piece. */
async function extracted(
  base: { readonly package: string; readonly version: string },
  plain: readonly string[],
  context: Context,
): Promise<Map<string, string>> {
  const debs = await cachedDebs(context, base.package);
  const deb = debs.find(({ record }) => record.version === base.version);
  if (!deb) return new Map();
  const hash = createHash('sha256').update(plain.join('\n')).digest('hex').slice(0, 12);
  const series = base.package.replace('linux-source-', '');
  const task = `more of ${base.package}`;
  const folder = await context.cache.entry(
    `more/${base.package}_${base.version.replaceAll(':', '%3a')}_${hash}`,
    async (temporary) => {
      context.report({ task, state: 'start', text: `extracting ${plain.length} files` });
      await mkdir(join(temporary, 'source'));
      await extract(await debIn(deb.folder), series, plain, join(temporary, 'source'), context);
      context.report({ task, state: 'done' });
    },
    { signal: context.signal },
  );
  const texts = new Map<string, string>();
  for (const path of plain) {
    const text = await readFile(join(folder, 'source', path), 'latin1').catch(() => undefined);
    if (text !== undefined) texts.set(path, text);
  }
  return texts;
}
