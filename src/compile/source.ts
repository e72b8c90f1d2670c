// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Context } from '../context.ts';
import { cachedDeb, versions } from '../kernel/debian/archive.ts';
import { cachedDebs, debIn } from '../kernel/debian/deb-cache.ts';
import { extract } from '../kernel/debian/extract.ts';
import type { Tree } from '../kernel/tree.ts';
import { isSourceFile, SOURCE_FILES, sourceHash } from './source-files.ts';

const identities = new WeakMap<Tree, Promise<string>>();

/** Stands for the content of a tree: a Debian package or a commit says what is in it; a folder can change at any time. */
export function identityOf(tree: Tree): Promise<string> {
  const known = identities.get(tree) ?? identify(tree);
  identities.set(tree, known);
  return known;
}

async function identify(tree: Tree): Promise<string> {
  const hash = createHash('sha256').update(`${sourceHash()}\0`);
  const { base } = tree;
  if (base.kind === 'debian') hash.update(JSON.stringify([base.package, base.version, base.sha256]));
  else if (base.kind === 'git') hash.update(base.commit);
  else
    for (const path of await sourcePaths(tree))
      hash
        .update(`${path}\0`)
        .update((await tree.read(path)) ?? '', 'latin1')
        .update('\0');
  return hash.digest('hex').slice(0, 20);
}

async function sourcePaths(tree: Tree): Promise<string[]> {
  return (await tree.list('')).filter(isSourceFile);
}

/**
 * Writes what a tree has of SOURCE_FILES. A Debian tree in the cache has only what the workbench reads otherwise; the
 * rest is taken from its package.
 *
 * @throws ArchiveLacks when the package is neither in the cache nor in the archive; NoNetwork, NoSpace, TreeCorrupt
 */
export async function writeSource(tree: Tree, into: string, context: Context, task: string): Promise<void> {
  const { base } = tree;
  if (base.kind === 'debian') {
    const series = base.package.replace(/^linux-source-/, '');
    await extract(await sourcePackage(base, context, task), series, SOURCE_FILES, into, context);
    return;
  }
  const paths = await sourcePaths(tree);
  const made = new Set<string>();
  await Promise.all(
    paths.map(async (path) => {
      const text = await tree.read(path);
      if (text === undefined) return;
      const file = join(into, path);
      if (!made.has(dirname(file))) await mkdir(dirname(file), { recursive: true });
      made.add(dirname(file));
      // The Makefiles call most scripts by their interpreter, and some by their name.
      await writeFile(file, text, { encoding: 'latin1', mode: text.startsWith('#!') ? 0o755 : 0o644 });
    }),
  );
}

/** Adds what the files of some folders may include by their place, from a Debian tree's package; other trees have it. */
export async function writeFolders(
  { base, label }: Tree,
  folders: readonly string[],
  into: string,
  context: Context,
): Promise<void> {
  if (base.kind !== 'debian') return;
  // tar would take the others for patterns.
  const plain = folders.filter((folder) => !/[*?[\]\\]/.test(folder));
  const wanted = plain.flatMap((folder) => {
    const above = folder.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'));
    return [
      `${folder}/*.c`,
      `${folder}/*/*.h`,
      ...above.slice(1).map((one) => `${one}/*.h`),
      `${folder}/*.h`,
    ];
  });
  if (wanted.length === 0) return;
  const package_ = await sourcePackage(base, context, `files around the patches of ${label}`);
  await extract(package_, base.package.replace(/^linux-source-/, ''), wanted, into, context);
}

async function sourcePackage(
  base: Extract<Tree['base'], { kind: 'debian' }>,
  context: Context,
  task: string,
): Promise<string> {
  const cached = (await cachedDebs(context, base.package)).find(
    ({ record }) => record.version === base.version,
  );
  if (cached) return debIn(cached.folder);
  const [record] = await versions(context, base.package, { version: base.version });
  return cachedDeb(context, record, task);
}
