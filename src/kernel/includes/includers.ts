// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import { debianIncludes } from '../debian/include-index.ts';
import { runProgram } from '../run.ts';
import type { Tree } from '../tree.ts';
import { type FileIncludes, means } from './lines.ts';

/** Who includes a header, directly or through other headers. */
export interface Includers {
  /** Files of C and assembly, sorted. */
  readonly files: readonly string[];
  /** Through which headers, sorted. */
  readonly headers: readonly string[];
  /** So many includers were found that the search was given up: the header is one that everybody includes. */
  readonly many: boolean;
}

/** More includers than these mean the whole kernel, and nobody reads their list. */
const MOST = 400;

/**
 * Who includes each of some headers, by the text of the directives: conditions around them are not evaluated, so a file
 * may be named that never gets the header. Undefined where nobody can tell (no source package in the cache, no git).
 *
 * @throws TreeCorrupt, HostLacks, NoSpace
 */
export async function includersOf(
  tree: Pick<Tree, 'base' | 'folder'>,
  headers: readonly string[],
  context: Context,
): Promise<ReadonlyMap<string, Includers> | undefined> {
  if (headers.length === 0) return new Map();
  const all = await everyInclude(tree, context);
  if (!all) return undefined;
  const byEnd = new Map<string, { path: string; name: string }[]>();
  const paths = new Set<string>();
  for (const { path, names } of all) {
    paths.add(path);
    for (const name of names) {
      const end = lastPart(name.slice(1, -1));
      const list = byEnd.get(end) ?? [];
      list.push({ path, name });
      byEnd.set(end, list);
    }
  }
  const exists = (path: string) => paths.has(path);
  return new Map(headers.map((header) => [header, reach(header, byEnd, exists)]));
}

function reach(
  header: string,
  byEnd: ReadonlyMap<string, readonly { readonly path: string; readonly name: string }[]>,
  exists: (path: string) => boolean,
): Includers {
  const files = new Set<string>();
  const seen = new Set([header]);
  const waiting = [header];
  for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
    for (const { path, name } of byEnd.get(lastPart(one)) ?? []) {
      if (!means(name, path, one, exists) || seen.has(path)) continue;
      if (files.size + seen.size > MOST) return { files: [...files].sort(), headers: [], many: true };
      if (!path.endsWith('.h')) files.add(path);
      else {
        seen.add(path);
        waiting.push(path);
      }
    }
  }
  seen.delete(header);
  return { files: [...files].sort(), headers: [...seen].sort(), many: false };
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

async function everyInclude(
  { base, folder }: Pick<Tree, 'base' | 'folder'>,
  context: Context,
): Promise<FileIncludes[] | undefined> {
  if (base.kind === 'debian') return debianIncludes(base, context);
  const where = base.kind === 'git' ? [base.commit] : ['--no-index'];
  const cwd = base.kind === 'git' ? base.path : (folder ?? base.path);
  const cut = base.kind === 'git' ? base.commit.length + 1 : 0;
  const pattern = '^[[:blank:]]*#[[:blank:]]*include[[:blank:]]*[<"]';
  const asked = ['grep', '--no-color', '-I', '-e', pattern, ...where, '--', '*.c', '*.h', '*.S'];
  const { stdout, exitCode } = await runProgram('git', asked, context, { cwd });
  // 1 is that there is none.
  if (exitCode !== 0 && exitCode !== 1) return undefined;
  const found = new Map<string, Set<string>>();
  for (const line of stdout.split('\n')) {
    const [, path = '', name = ''] =
      /^(.+?\.[chS]):[ \t]*#[ \t]*include[ \t]*([<"][^>"]+[>"])/.exec(line.slice(cut)) ?? [];
    if (path === '' || /^(Documentation|scripts|samples|tools)\//.test(path)) continue;
    const names = found.get(path) ?? new Set<string>();
    found.set(path, names.add(name));
  }
  for (const path of await headersIn(base, folder, context)) if (!found.has(path)) found.set(path, new Set());
  return [...found].map(([path, names]) => ({ path, names: [...names] }));
}

/** All headers of a repository's tree: one that includes nothing still stands nearer than another of its name. */
async function headersIn(
  base: Tree['base'],
  folder: string | undefined,
  context: Context,
): Promise<string[]> {
  const [cwd, argv] =
    base.kind === 'git'
      ? [base.path, ['ls-tree', '-r', '--name-only', base.commit]]
      : [folder ?? '', ['ls-files', '--cached', '--others', '--exclude-standard']];
  if (cwd === '') return [];
  const { stdout, exitCode } = await runProgram('git', argv, context, { cwd });
  return exitCode === 0 ? stdout.split('\n').filter((path) => path.endsWith('.h')) : [];
}
