// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Context } from '../context.ts';
import { didYouMean, nearest } from '../nearest.ts';
import { cachedSeries } from './debian/cached-tree.ts';
import { openDebianTree } from './debian/debian-tree.ts';
import { directoryTree } from './directory-tree.ts';
import { ArchiveLacks, UnknownTree } from './failures.ts';
import { isFolder } from './is-folder.ts';
import { parseSpec } from './spec.ts';
import type { Tree } from './tree.ts';
import { labelOf } from './tree-path.ts';

/** The trees that the workbench is tried on; `debian:` takes any other series that the archive has. */
export const DEBIAN_SERIES: readonly string[] = ['5.10', '6.1', '6.12', '7.2'];

/**
 * The tree that a user names: `debian:6.1`, `PATH` (the files as they are on disk) or `PATH@REV` (a revision
 * of a git repository). A Debian tree that is cached costs no network and no process.
 *
 * @throws UnknownTree, UnknownRevision, TreeUnsuitable, TreeCorrupt, GitFailed; for a Debian tree that is not
 *   cached also NoNetwork, HostLacks, NoSpace
 */
export async function openTree(spec: string, context: Context): Promise<Tree> {
  const parsed = parseSpec(spec, isFolder);
  if (!parsed) throw await unknownTree(spec, context);
  if (parsed.kind === 'git') {
    const { gitTree } = await import('./git-tree.ts');
    return gitTree(spec, resolve(parsed.path), parsed.revision, context);
  }
  if (parsed.kind === 'directory') return openDirectory(spec, resolve(parsed.path), context);
  try {
    return await openDebianTree(parsed.series, context);
  } catch (error) {
    if (!(error instanceof ArchiveLacks)) throw error;
    throw await unknownTree(spec, context, error);
  }
}

async function openDirectory(spec: string, path: string, context: Context): Promise<Tree> {
  const bare = existsSync(join(path, 'HEAD')) && existsSync(join(path, 'objects'));
  const emptied = existsSync(join(path, '.git')) && readdirSync(path).length === 1;
  const hint =
    bare || emptied
      ? `This is a git repository without files: name a revision, ${spec}@HEAD`
      : 'Name the top folder of a kernel tree.';
  const tree = await directoryTree(
    { spec, label: labelOf(basename(path)), base: { kind: 'directory', path } },
    path,
    hint,
  );
  const revision = existsSync(join(path, '.git')) ? `; ${spec}@REV reads a revision instead` : '';
  context.report({
    task: `tree ${spec}`,
    state: 'done',
    text: `${tree.release}, as it is on disk${revision}`,
  });
  return tree;
}

async function unknownTree(spec: string, context: Context, cause?: unknown): Promise<UnknownTree> {
  const { knownSources } = await import('./debian/source-package.ts');
  const series = new Set([
    ...DEBIAN_SERIES,
    ...(await cachedSeries(context)),
    ...(await knownSources(context)).keys(),
  ]);
  const names = [...series].map((one) => `debian:${one}`);
  const [path = ''] = spec.split('@');
  const isPath = /^[./~]|\//.test(path);
  return new UnknownTree(
    {
      title: isPath ? `there is no folder ${path}` : `there is no tree ${spec}`,
      ...(isPath ? {} : { detail: `There is: ${names.join(', ')}; or a folder of your own, PATH[@REV].` }),
      hint:
        didYouMean(spec, names) ??
        neighbour(path) ??
        (isPath
          ? 'Name the top of a kernel tree, or debian:6.12.'
          : 'Name one of these; kpw trees lists them.'),
    },
    { cause },
  );
}

function neighbour(path: string): string | undefined {
  const folder = dirname(resolve(path));
  const names = isFolder(folder) ? readdirSync(folder).filter((name) => isFolder(join(folder, name))) : [];
  return didYouMean(
    join(dirname(path), basename(path)),
    nearest(basename(path), names).map((name) => join(dirname(path), name)),
  );
}
