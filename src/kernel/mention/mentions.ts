// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import { debianMentions } from '../debian/mention-index.ts';
import { runProgram } from '../run.ts';
import type { Tree } from '../tree.ts';
import { MOST } from './pairs.ts';
import type { Word } from './word.ts';

/** Not what runs in a kernel: documents, scripts, and the generated registers of one driver. */
const OUTSIDE = /^(Documentation|scripts|samples)\//;

/**
 * The files of C of a tree that mention each word, sorted; for all of them undefined where nobody can tell (no source
 * package in the cache, no git), for one where it is in more files than anybody would read. A file may be named that
 * mentions a word in a comment only, or not at all; none is missing.
 *
 * @throws TreeCorrupt, HostLacks, NoSpace
 */
export async function mentionsOf(
  tree: Pick<Tree, 'base' | 'folder'>,
  words: readonly Word[],
  context: Context,
): Promise<ReadonlyMap<string, readonly string[] | undefined> | undefined> {
  const { base } = tree;
  if (words.length === 0) return new Map();
  if (base.kind === 'debian') {
    const found = await debianMentions(base, words, context);
    return found && new Map(words.map(({ name }, at) => [name, found[at] && [...found[at]].sort()]));
  }
  const patterns = words.flatMap(({ name }) => ['-e', name]);
  const where = base.kind === 'git' ? [base.commit] : ['--no-index'];
  const folder = base.kind === 'git' ? base.path : (tree.folder ?? base.path);
  const cut = base.kind === 'git' ? base.commit.length + 1 : 0;
  const asked = ['grep', '--no-color', '-woF', ...patterns, ...where, '--', '*.c', '*.h'];
  const { stdout, exitCode } = await runProgram('git', asked, context, { cwd: folder });
  // 1 is that there is none.
  if (exitCode !== 0 && exitCode !== 1) return undefined;
  const found = new Map(words.map(({ name }) => [name, new Set<string>()]));
  for (const line of stdout.split('\n')) {
    const end = line.lastIndexOf(':');
    const path = line.slice(cut, end);
    if (end > 0 && !OUTSIDE.test(path)) found.get(line.slice(end + 1))?.add(path);
  }
  return new Map(
    [...found].map(([name, paths]) => [name, paths.size > MOST ? undefined : [...paths].sort()]),
  );
}
