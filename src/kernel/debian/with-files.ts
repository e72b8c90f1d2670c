// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Context } from '../../context.ts';
import type { Tree, TreeBase } from '../tree.ts';
import { inTree } from '../tree-path.ts';
import { extract } from './extract.ts';
import { filesAt, sourceIndex } from './source-index.ts';
import { packageOf } from './source-package.ts';
import { isKept } from './tree-files.ts';

type DebianBase = Extract<TreeBase, { kind: 'debian' }>;

/**
 * A tree with files beyond those that are kept of it: of a Debian tree they are taken from its source package, once, and
 * kept (`more/<package>_<version>_files-<hash>`); any other tree is handed back as it is.
 *
 * @param entries paths of files, and of folders, which are taken whole; what the package lacks is left out
 * @throws ArchiveLacks, NoNetwork where the package is neither in the cache nor to be had; TreeCorrupt, HostLacks, NoSpace
 */
export async function withFiles(tree: Tree, entries: readonly string[], context: Context): Promise<Tree> {
  const { base } = tree;
  if (base.kind !== 'debian') return tree;
  // tar would take the others for patterns.
  const plain = entries.filter((path) => inTree(path) === path && !/[*?[\]\\]/.test(path));
  const missing = [...new Set(plain)].filter((entry) => !isKept(entry)).sort();
  if (missing.length === 0) return tree;
  const folder = await furtherFiles(base, missing, context);
  const further = new Set(await filesBelow(folder));
  if (further.size === 0) return tree;
  const texts = new Map<string, Promise<string>>();
  const textOf = (path: string) => {
    const known = texts.get(path) ?? readFile(join(folder, path), 'latin1');
    texts.set(path, known);
    return known;
  };
  const within = (place: string) => (path: string) =>
    place === '' || path === place || path.startsWith(`${place}/`);
  return {
    ...tree,
    read: async (path) => (await tree.read(path)) ?? (further.has(path) ? textOf(path) : undefined),
    list: async (place) =>
      [...new Set([...(await tree.list(place)), ...[...further].filter(within(place))])].sort(),
    async export(paths, into) {
      await tree.export(paths, into);
      for (const path of [...further].filter((one) => paths.some((place) => within(place)(one)))) {
        await mkdir(dirname(join(into, path)), { recursive: true });
        await copyFile(join(folder, path), join(into, path));
      }
    },
  };
}

/** The folder of the cache that has them. */
async function furtherFiles(base: DebianBase, entries: readonly string[], context: Context): Promise<string> {
  const hash = createHash('sha256').update(entries.join('\n')).digest('hex').slice(0, 12);
  const task = `files of ${base.package}`;
  const folder = await context.cache.entry(
    `more/${base.package}_${base.version.replaceAll(':', '%3a')}_files-${hash}`,
    async (temporary) => {
      context.report({ task, state: 'start', text: entries.join(', ') });
      const into = join(temporary, 'source');
      await mkdir(into);
      const index = await sourceIndex(base, context);
      if (index) {
        const wanted = [...index.files.keys()].filter((path) =>
          entries.some((one) => path === one || path.startsWith(`${one}/`)),
        );
        for (const [path, text] of await filesAt(index, wanted, context)) {
          await mkdir(dirname(join(into, path)), { recursive: true });
          await writeFile(join(into, path), text, 'latin1');
        }
      } else {
        // Packed in one piece, or not in the cache any more: tar reads the whole package.
        const deb = await packageOf(base, context, task);
        await extract(deb, base.package.replace('linux-source-', ''), entries, into, context);
      }
      context.report({ task, state: 'done' });
    },
    { signal: context.signal, bytes: 64 * 2 ** 20 },
  );
  return join(folder, 'source');
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
