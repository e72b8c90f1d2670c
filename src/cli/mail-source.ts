// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import type { Context } from '../context.ts';
import { runProgram, tail } from '../kernel/run.ts';
import { NoPatch } from '../mail/failures.ts';
import type { Message } from '../mail/message.ts';
import { readMails, readText } from '../mail/read.ts';
import { GitFailed, UnknownName } from '../series/errors.ts';
import { isMessageId, threadAt } from './mail-mirrors.ts';
import { standardInput } from './sides.ts';

export const STDIN = 'standard input';

/** Mails, and what they are called in messages. */
export interface NamedMails {
  readonly name: string;
  readonly messages: readonly Message[];
  /** Of a range: the commit of each message, 40 hex digits or more. */
  readonly commits?: readonly string[];
}

/**
 * The mails that a user names: a file, a folder, `-`, or the id of a message in a mirror or in b4's cache.
 *
 * @param mirrors folders of public-inbox repositories
 * @throws MailUnreadable, and what readMails throws
 */
export async function mailsOf(
  name: string,
  mirrors: readonly string[],
  context: Context,
): Promise<NamedMails> {
  if (name === '-')
    return { name: STDIN, messages: await readText(await standardInput(context.signal), STDIN, context) };
  if (!existsSync(name) && isMessageId(name))
    return { name, messages: await threadAt(name, mirrors, context) };
  return { name, messages: await readMails(name, context) };
}

/** A range of commits: `PATH@A..B`. */
export interface CommitRange {
  readonly repository: string;
  readonly from: string;
  readonly to: string;
}

export function rangeOf(name: string): CommitRange | undefined {
  const [, repository = '', from = '', to = ''] = /^(.+?)@(.+?)\.\.(?!\.)(.*)$/.exec(name) ?? [];
  return from === '' ? undefined : { repository, from, to: to === '' ? 'HEAD' : to };
}

/**
 * The commits of a range as mails, as git format-patch writes them.
 *
 * @throws UnknownName where there is no such folder; GitFailed; NoPatch where the range is empty
 */
export async function mailsOfRange(
  { repository, from, to }: CommitRange,
  context: Context,
): Promise<NamedMails> {
  const name = `${repository}@${from}..${to}`;
  if (!existsSync(repository))
    throw new UnknownName({
      title: `there is no repository ${repository}`,
      where: name,
      hint: 'Name a repository and two of its revisions: ~/linux@v6.12..my-branch',
    });
  const argv = [
    'format-patch',
    '--stdout',
    '--no-signature',
    '--full-index',
    '--no-ext-diff',
    '--no-textconv',
  ];
  const ran = await runProgram('git', ['-C', repository, ...argv, `${from}..${to}`, '--'], context);
  if (ran.exitCode !== 0)
    throw new GitFailed({
      title: 'git cannot list the commits of the range',
      where: name,
      detail: tail(ran.stderr),
      hint: 'Name two revisions of that repository: ~/linux@v6.12..my-branch',
    });
  if (ran.stdout === '')
    throw new NoPatch({
      title: 'the range has no commit',
      where: name,
      hint: 'The newer revision stands behind the dots: ~/linux@v6.12..my-branch',
    });
  const commits = [...ran.stdout.matchAll(/^From ([0-9a-f]{40,64}) Mon Sep 17 00:00:00 2001$/gm)];
  const messages = await readText(ran.stdout, name, context);
  // A message that quotes such a line would move the others' commits.
  return commits.length === messages.length
    ? { name, messages, commits: commits.map(([, id = '']) => id) }
    : { name, messages };
}
