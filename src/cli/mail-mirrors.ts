// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { defaultCacheRoot } from '../cache.ts';
import type { Context } from '../context.ts';
import { MailUnreadable } from '../mail/failures.ts';
import type { Message } from '../mail/message.ts';
import { threadIn, threadOf } from '../mail/mirror.ts';
import { readMails, readText } from '../mail/read.ts';

/** `20171107@kernel.org`, in angle brackets or as the last part of an archive's address. */
export function isMessageId(name: string): boolean {
  return /^<?[^\s<>/@]+@[^\s<>/@]+>?$/.test(idOf(name));
}

function idOf(name: string): string {
  const [, path] = /^https?:\/\/[^/]+\/(?:[^/]+\/)?([^/]+@[^/]+)\/?$/.exec(name) ?? [];
  return decodeURIComponent(path ?? name).replace(/^<|>$/g, '');
}

/**
 * The thread of a message: out of what b4 keeps, else of mirrors.
 *
 * @param mirrors folders of public-inbox repositories
 * @throws MailUnreadable where none of them has it
 */
export async function threadAt(
  name: string,
  mirrors: readonly string[],
  context: Context,
): Promise<Message[]> {
  const id = idOf(name);
  const kept = join(dirname(defaultCacheRoot()), 'b4');
  for (const folder of await readdir(kept).catch(() => [])) {
    if (!folder.endsWith('.msgs')) continue;
    const messages = await eachFile(join(kept, folder), context);
    const thread = threadOf(messages, id);
    if (thread.length > 0) return thread;
  }
  for (const mirror of mirrors) {
    const mails = await threadIn(mirror, id, context);
    const messages: Message[] = [];
    for (const mail of mails) messages.push(...(await readText(mail, id, context)));
    if (messages.length > 0) return messages;
  }
  throw new MailUnreadable({
    title: 'there is no such file, and no mail of that id',
    where: name,
    detail: `Looked at: ${[`what b4 keeps (${kept})`, ...mirrors].join(', ')}`,
    hint:
      mirrors.length > 0
        ? 'Name another mirror, or hand in the thread as an mbox.'
        : 'Name a clone of the list (--mirror FOLDER), let b4 fetch it (b4 mbox ID), or hand in an mbox.',
  });
}

/** b4 keeps a mail a file, without endings. */
async function eachFile(folder: string, context: Context): Promise<Message[]> {
  const names = (await readdir(folder)).sort();
  const each = await Promise.all(names.map((name) => readMails(join(folder, name), context)));
  return each.flat();
}
