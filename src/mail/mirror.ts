// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { catFiles } from '../kernel/cat-file.ts';
import { runProgram } from '../kernel/run.ts';
import { mailHeadOf } from './head.ts';

/** So many mails are read at once: some megabytes, and a fraction of a second. */
const AT_ONCE = 2000;

/**
 * The mails of the thread that a message is in, out of a mirror of public-inbox (v2: a repository with one mail a commit,
 * in the file `m`), which is read once from end to end: it has no index of ids.
 *
 * @returns mails as they are kept, latin1, by date; [] where the mirror does not know the id, or is no repository
 * @throws GitFailed, HostLacks
 */
export async function threadIn(
  repository: string,
  id: string,
  context: Pick<Context, 'signal' | 'report'>,
): Promise<string[]> {
  const blobs = await blobsOf(repository, context);
  const task = `mails of ${repository}`;
  const mails: { blob: string; id: string | undefined; parents: readonly string[]; date: string }[] = [];
  for (let at = 0; at < blobs.length; at += AT_ONCE) {
    context.report({ task, state: 'note', text: `${at} of ${blobs.length}` });
    const some = blobs.slice(at, at + AT_ONCE);
    const contents = await catFiles(repository, some, context);
    for (const [index, content] of contents.entries()) {
      if (!content) continue;
      const end = content.indexOf('\n\n');
      const head = mailHeadOf(content.toString('latin1', 0, end < 0 ? undefined : end + 1));
      mails.push({ blob: some[index] ?? '', id: head.id, parents: head.parents, date: head.date ?? '' });
    }
  }
  context.report({ task, state: 'done', text: `${blobs.length}` });
  const wanted = threadOf(mails, id).sort((a, b) => (a.date < b.date ? -1 : 1));
  const contents = await catFiles(
    repository,
    wanted.map(({ blob }) => blob),
    context,
  );
  return contents.flatMap((content) => (content ? [content.toString('latin1')] : []));
}

/** All mails that are tied to one by ids, however far. */
export function threadOf<
  Mail extends { readonly id: string | undefined; readonly parents: readonly string[] },
>(mails: readonly Mail[], id: string): Mail[] {
  const tied = new Map<string, Mail[]>();
  for (const mail of mails)
    for (const name of [mail.id, ...mail.parents]) {
      if (name === undefined) continue;
      const known = tied.get(name);
      if (known) known.push(mail);
      else tied.set(name, [mail]);
    }
  if (!mails.some((mail) => mail.id === id)) return [];
  const found = new Set<Mail>();
  const seen = new Set([id]);
  for (const name of seen)
    for (const mail of tied.get(name) ?? []) {
      found.add(mail);
      for (const other of [mail.id, ...mail.parents]) if (other !== undefined) seen.add(other);
    }
  return [...found];
}

async function blobsOf(repository: string, context: Pick<Context, 'signal'>): Promise<string[]> {
  const ran = await runProgram(
    'git',
    ['-C', repository, 'cat-file', '--batch-all-objects', '--batch-check=%(objecttype) %(objectname)'],
    context,
  );
  if (ran.exitCode !== 0) return [];
  return ran.stdout.split('\n').flatMap((line) => (line.startsWith('blob ') ? [line.slice(5)] : []));
}
