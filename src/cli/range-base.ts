// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { runProgram } from '../kernel/run.ts';
import type { Tree } from '../kernel/tree.ts';
import type { CommitRange } from './mail-source.ts';

/** At most this many commits are listed by subject. */
const TOLD = 3;

/**
 * What is odd about where a range of commits begins: not at the tree's commit, though its repository has it; merges in it.
 * Nothing is said of a tree that the repository does not have.
 *
 * @returns notes, and what to do where the patches do not apply
 */
export async function baseOfRange(
  { repository, from, to }: CommitRange,
  tree: Tree,
  context: Context,
): Promise<{ notes: string[]; hint?: string }> {
  const git = async (...argv: string[]) => {
    const { stdout, exitCode } = await runProgram('git', ['-C', repository, ...argv], context);
    return exitCode === 0 ? stdout.trim() : undefined;
  };
  const commit = async (name: string) =>
    git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
  const merges = (await git('rev-list', '--count', '--merges', `${from}..${to}`)) ?? '0';
  const notes = merges === '0' ? [] : [`${merges} of its commits are merges, which no mail shows`];
  const [start, end] = [await commit(from), await commit(to)];
  const own = tree.base.kind === 'git' ? await commit(tree.base.commit) : undefined;
  if (start === undefined || end === undefined || own === undefined || own === start) return { notes };
  const base = await git('merge-base', own, end);
  if (base === undefined) return { notes: [...notes, `${to} has no commit in common with ${tree.spec}`] };
  const short = async (id: string) =>
    (await git('describe', '--tags', '--exact-match', id)) ?? id.slice(0, 12);
  const between = await commitsBetween(git, start, own);
  const left = await commitsBetween(git, own, start);
  const better = `${repository}@${await short(base)}..${to}`;
  const parts = [
    ...(left ? [`${left} before ${from} are not taken along`] : []),
    ...(between ? [`the tree has ${between} that the range does not stand on`] : []),
  ];
  notes.push(
    `the range begins at ${from}, not at ${tree.spec}: ${parts.join('; ')}; git merge-base of the tree and ${to} is ${await short(base)}`,
  );
  const hint =
    base === own
      ? `Take all commits since the tree: ${better}`
      : `Compare on the commit that both have, --tree ${repository}@${await short(base)}, and take ${better}; or rebase ${to}.`;
  return { notes, hint };
}

async function commitsBetween(
  git: (...argv: string[]) => Promise<string | undefined>,
  from: string,
  to: string,
): Promise<string | undefined> {
  const count = Number((await git('rev-list', '--count', `${from}..${to}`)) ?? 0);
  if (count === 0) return undefined;
  const subjects = (await git('log', `--max-count=${TOLD}`, '--format=%s', `${from}..${to}`)) ?? '';
  const told = subjects.split('\n').map((subject) => `"${subject}"`);
  return `${count} ${count === 1 ? 'commit' : 'commits'} (${[...told, ...(count > TOLD ? ['…'] : [])].join(', ')})`;
}
