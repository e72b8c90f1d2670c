// SPDX-License-Identifier: GPL-2.0-only
import { execa } from 'execa';
import { OWN_GROUP, startChild } from '../children.ts';
import type { Context } from '../context.ts';
import { hostComplaint } from './complaint.ts';
import { GitFailed } from './failures.ts';
import { FROM_OUTSIDE, killed, lacking, settle, tail } from './run.ts';

/** Variables by which a surrounding git (a hook, a rebase) would point every git at its own repository. */
const OUTER_GIT = {
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_PREFIX: undefined,
};

/**
 * The contents of many objects of a repository, in one process; undefined for what is missing, is no file,
 * or is reached by a symlink that leads out of its tree.
 *
 * @param repository any folder of the repository
 * @param objects `<tree>:<path>` or ids, without line ends
 * @throws GitFailed, HostLacks
 */
export async function catFiles(
  repository: string,
  objects: readonly string[],
  context: Pick<Context, 'signal'>,
): Promise<(Buffer | undefined)[]> {
  context.signal.throwIfAborted();
  const program = () =>
    execa('git', ['cat-file', '--batch', '--follow-symlinks'], {
      ...OWN_GROUP,
      cwd: repository,
      input: Buffer.from(objects.map((object) => `${object}\n`).join(''), 'latin1'),
      env: { LC_ALL: 'C', ...OUTER_GIT },
      encoding: 'buffer',
      maxBuffer: 2 ** 30,
      stripFinalNewline: false,
      cancelSignal: context.signal,
      reject: false,
    });
  const result = await startChild(program, context.signal);
  if (!result.failed) return parseBatch(Buffer.from(result.stdout), objects.length);
  await settle(context.signal, result.signal);
  if (result.code === 'ENOENT') throw lacking('git');
  if (result.signal && FROM_OUTSIDE.includes(result.signal)) throw killed('git', result.signal);
  const said = Buffer.from(result.stderr ?? []).toString('latin1');
  const complaint = hostComplaint(said, repository);
  if (complaint) throw complaint;
  throw new GitFailed({
    title: 'git cannot read the repository',
    where: repository,
    detail: tail(said),
    hint: 'Try `git fsck` there.',
  });
}

/**
 * Takes the output of `git cat-file --batch --follow-symlinks` apart (git-cat-file(1), BATCH OUTPUT):
 * `<id> <type> <size>`, `symlink|dangling|loop|notdir <size>`, each followed by that many bytes, or a line
 * that ends in `missing` or `ambiguous`.
 */
export function parseBatch(output: Buffer, count: number): (Buffer | undefined)[] {
  const contents: (Buffer | undefined)[] = [];
  let at = 0;
  while (contents.length < count && at < output.length) {
    const end = output.indexOf(0x0a, at);
    const header = output.toString('latin1', at, end);
    at = end + 1;
    const size = /^(?:[0-9a-f]{40,64} (\w+)|symlink|dangling|loop|notdir) (\d+)$/.exec(header);
    if (!size) {
      contents.push(undefined);
      continue;
    }
    const length = Number(size[2]);
    contents.push(size[1] === 'blob' ? output.subarray(at, at + length) : undefined);
    at += length + 1;
  }
  return contents;
}
