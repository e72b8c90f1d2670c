// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { catFiles } from '../kernel/cat-file.ts';
import { runProgram, tail } from '../kernel/run.ts';
import type { ReadTree } from '../mail/history.ts';
import type { Message } from '../mail/message.ts';
import { readText } from '../mail/read.ts';
import { BadParameter, GitFailed, UnknownName } from '../series/errors.ts';

type Waiting = Pick<Context, 'signal' | 'report'>;

/** A commit of a repository, by its whole id. */
export interface Commit {
  readonly repository: string;
  readonly id: string;
}

/** The id of a commit; undefined where the repository has none of that name. */
export async function commitOf(
  repository: string,
  revision: string,
  context: Waiting,
): Promise<Commit | undefined> {
  const argv = [
    '-C',
    repository,
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  ];
  const { stdout } = await runProgram('git', argv, context);
  const id = /^[0-9a-f]{40,64}$/.exec(stdout.trim())?.[0];
  return id === undefined ? undefined : { repository, id };
}

/** @throws UnknownName where the repository has no such commit */
export async function requiredCommit(
  repository: string,
  revision: string,
  context: Waiting,
): Promise<Commit> {
  const commit = await commitOf(repository, revision, context);
  if (commit) return commit;
  const shallow = await runProgram(
    'git',
    ['-C', repository, 'rev-parse', '--is-shallow-repository'],
    context,
  );
  throw new UnknownName({
    title: `the repository has no commit ${revision}`,
    where: repository,
    ...(shallow.stdout.trim() === 'true'
      ? { detail: 'It is a shallow clone, which does not have all of the history.' }
      : {}),
    hint:
      shallow.exitCode === 0
        ? 'Fetch the branch that has it (git fetch --unshallow), or name a patch file.'
        : 'Name a git repository, PATH@COMMIT, or a file of mails.',
  });
}

/**
 * A commit as git format-patch writes it.
 *
 * @throws BadParameter where it is a merge, GitFailed
 */
export async function mailOfCommit({ repository, id }: Commit, context: Waiting): Promise<Message> {
  const argv = [
    'format-patch',
    '--stdout',
    '-1',
    '--no-signature',
    '--full-index',
    '--no-ext-diff',
    '--no-textconv',
    '-M',
  ];
  const ran = await runProgram('git', ['-C', repository, ...argv, id, '--'], context);
  if (ran.exitCode !== 0) throw unreadable(`${repository}@${id}`, tail(ran.stderr));
  // Of a merge git passes over to the commit before it, and says whose mail it wrote in the first line.
  const own = ran.stdout.startsWith(`From ${id}`);
  const [message] = !own ? [] : await readText(ran.stdout, `${repository}@${id.slice(0, 12)}`, context);
  if (message) return message;
  const parents =
    (await runProgram('git', ['-C', repository, 'rev-list', '--parents', '-1', id], context)).stdout
      .trim()
      .split(' ').length - 1;
  throw new BadParameter({
    title:
      parents > 1 ? 'the commit is a merge, which is no patch' : 'the commit is empty: it changes no file',
    where: `${repository}@${id}`,
    hint: 'Name a commit that changes files, of the branch that a merge brings perhaps, or a range: PATH@A..B.',
  });
}

/** Files as they were before a commit; whatever git cannot read is none. */
export function beforeCommit({ repository, id }: Commit, context: Waiting): ReadTree {
  return batched(repository, (path) => `${id}^:${path}`, context);
}

/** Files as a commit has them. */
export function atCommit({ repository, id }: Commit, context: Waiting): ReadTree {
  return batched(repository, (path) => `${id}:${path}`, context);
}

/** Files by the blobs that patches were made on, as their index lines name them. */
export function byBlobs(repository: string, patches: readonly Message[], context: Waiting): ReadTree {
  const blobs = new Map<string, string>();
  const made = new Set<string>();
  for (const { oldPath, newPath, oldBlob } of patches.flatMap(({ diffs }) => diffs)) {
    if (oldPath !== undefined && oldBlob !== undefined && !blobs.has(oldPath) && !made.has(oldPath))
      blobs.set(oldPath, oldBlob);
    for (const path of [oldPath, newPath]) if (path !== undefined) made.add(path);
  }
  const read = batched(repository, (path) => blobs.get(path) ?? '', context);
  return async (path) => (blobs.has(path) ? read(path) : undefined);
}

/** One git for all that is asked for in one turn. */
function batched(repository: string, name: (path: string) => string, context: Waiting): ReadTree {
  const known = new Map<string, Promise<string | undefined>>();
  let waiting: { path: string; resolve(text?: string): void; reject(error: unknown): void }[] = [];
  const flush = async () => {
    const batch = waiting;
    waiting = [];
    try {
      const contents = await catFiles(
        repository,
        batch.map(({ path }) => name(path)),
        context,
      );
      for (const [at, { resolve }] of batch.entries()) resolve(contents[at]?.toString('latin1'));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  return (path) => {
    if (/[\n\r]/.test(path)) return Promise.resolve(undefined);
    const text =
      known.get(path) ??
      new Promise<string | undefined>((resolve, reject) => {
        if (waiting.length === 0) setImmediate(() => void flush());
        waiting.push({ path, resolve, reject });
      });
    known.set(path, text);
    return text;
  };
}

function unreadable(where: string, detail: string): GitFailed {
  return new GitFailed({
    title: 'git cannot read the commit',
    where,
    detail,
    hint: 'Objects of it may be missing: try git fsck there, or fetch the branch again.',
  });
}
