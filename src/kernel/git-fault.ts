// SPDX-License-Identifier: GPL-2.0-only
import type { SimpleGit, SimpleGitOptions } from 'simple-git';
import type { Failure } from '../failure.ts';
import { hostComplaint } from './complaint.ts';
import { GitFailed } from './failures.ts';
import { killed, lacking, tail } from './run.ts';

const KILLED = 'git was killed from outside';

/** For simple-git, which takes what a git had printed when a signal ended it for the whole of its output. */
export const NOTICES_KILLS: Pick<SimpleGitOptions, 'errors'> = {
  errors: (error, { exitCode }) => error ?? (exitCode === null ? Buffer.from(KILLED) : undefined),
};

/**
 * The host's part in a failure of simple-git: no git, a git that was killed, no room, no permission.
 *
 * @returns undefined where git itself refuses what it was asked
 */
export function gitFault({ message }: Error, folder: string): Failure | undefined {
  if (/\bspawn git ENOENT\b/.test(message)) return lacking('git');
  return message.includes(KILLED) ? killed('git', 'a signal') : hostComplaint(message, folder);
}

/** @throws HostLacks, HostFault, NoSpace; GitFailed where git does not answer for another reason */
export async function askGit(git: SimpleGit, folder: string, argv: string[]): Promise<string> {
  return git.raw(argv).catch((error: Error) => {
    throw gitFault(error, folder) ?? unreadable(folder, error);
  });
}

function unreadable(folder: string, error: Error): GitFailed {
  return new GitFailed(
    {
      title: 'git cannot read the repository',
      where: folder,
      detail: tail(error.message.trim()),
      hint: 'Try `git fsck` there.',
    },
    { cause: error },
  );
}
