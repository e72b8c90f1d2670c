// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileDiff, readDiffs } from './diff.ts';
import { MailUnreadable, PatchDamaged } from './failures.ts';
import { isMbox, linesOf, splitMbox } from './mbox.ts';
import type { Message } from './message.ts';
import { decodeMail, lineFeeds } from './mime.ts';
import { type Shown, shownOn } from './page.ts';
import { refuseOutside } from './paths.ts';

/** Six times what a hundred patches of the kernel's largest drivers take. */
export const LARGEST = 64 * 2 ** 20;

const NAMES = /\.(patch|diff|eml|mbox|mbx|txt)$/i;
const TAKES =
  'An mbox, a mail, a diff, a saved page of patchwork or lore, or a folder of .patch files will do.';

/**
 * The mails of a file or folder: an mbox, one mail, what git format-patch or git diff wrote, or a saved page.
 *
 * @throws MailUnreadable, and what readText throws
 */
export async function readMails(path: string): Promise<Message[]> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(error.code === 'ENOENT' ? 'there is no such file' : error.message, path, TAKES);
  });
  const files = found.isDirectory() ? await filesIn(path) : [path];
  const texts: [path: string, text: string][] = [];
  let size = 0;
  for (const file of files) {
    const each = await stat(file);
    if (!each.isFile()) throw unreadable('this is no regular file', file, TAKES);
    size += each.size;
    if (size > LARGEST) throw tooLarge(path);
    texts.push([file, await readFile(file, 'latin1')]);
  }
  const links = new Set<string>();
  const messages: Message[] = [];
  for (const [file, text] of texts) messages.push(...(await readText(text, file, links)));
  return messages;
}

/** In the order of their names, which git format-patch numbers. */
async function filesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => NAMES.test(name)).sort();
  if (names.length === 0) throw unreadable('the folder has no .patch, .eml or .mbox file', folder, TAKES);
  return names.map((name) => join(folder, name));
}

/**
 * The mails of a text.
 *
 * @param text latin1
 * @param links symbolic links that patches before have made; refuseOutside adds to them
 * @throws MailUnreadable, PatchDamaged, PatchBinary, PatchOutside
 */
export async function readText(text: string, where: string, links = new Set<string>()): Promise<Message[]> {
  if (text.length > LARGEST) throw tooLarge(where);
  // A byte order mark, and empty lines before the first mail.
  const plain = text.replace(/^\xEF\xBB\xBF/, '').replace(/^(?:\r?\n)+/, '');
  const cut = linesOf(text.slice(0, text.length - plain.length));
  if (isMbox(plain)) {
    const mails = splitMbox(plain);
    const messages: Message[] = [];
    for (const [at, { text: mail, above }] of mails.entries()) {
      const place = mails.length > 1 ? `${where}, mail ${at + 1}` : where;
      messages.push(await mailOf(mail, place, links, { file: where, offset: cut + above }));
    }
    return messages;
  }
  if (isMail(plain)) return [await mailOf(plain, where, links, { file: where, offset: cut })];
  const shown = shownOn(plain);
  if (shown)
    return shown.map((one) => ({
      ...{ ...rest(one), ...bodyOf(one, where, links), place: where },
      ...pagedMail(one, lineFeeds(plain)),
      file: where,
    }));
  const unnamed = { subject: undefined, author: undefined, date: undefined, id: undefined };
  const diff = lineFeeds(plain);
  const read = bodyOf({ text: diff }, where, links);
  return [{ ...unnamed, ...read, place: where, file: where, mail: `\n${diff}`, offset: cut - 1 }];
}

/** Headers that a mail has (RFC 5322, 3.6), as its very first lines: a diff, and a page, begin otherwise. */
function isMail(text: string): boolean {
  const head = /^(?:[\w-]+:[ \t].*\r?\n(?:[ \t].*\r?\n)*)+\r?\n/.exec(text.slice(0, 2 ** 16))?.[0];
  return (
    head !== undefined &&
    /^(from|subject|date|message-id|content-type|received):/im.test(head) &&
    !/ \(raw\)[ \r]*$/m.test(head)
  );
}

async function mailOf(
  mail: string,
  where: string,
  links: Set<string>,
  from: { readonly file: string; readonly offset: number },
): Promise<Message> {
  const decoded = await decodeMail(mail, where);
  const place = decoded.subject === undefined ? where : `${where}, "${decoded.subject}"`;
  const { subject, author, date, id, head, text, unflowed } = decoded;
  const said = { subject, author, date, id, place, ...from };
  try {
    return { ...said, ...bodyOf({ subject, text }, place, links), mail: `${head}\n\n${text}` };
  } catch (error) {
    // Who declares format=flowed and does not stuff blanks (RFC 3676, 4.4) is read as if he had not declared it.
    if (!(error instanceof PatchDamaged) || unflowed === undefined) throw error;
    const raw = await unflowed();
    return { ...said, ...bodyOf({ subject, text: raw }, place, links), mail: `${head}\n\n${raw}` };
  }
}

/** A mail as it was before it was shown on a page; lines of its message are found on the page again. */
function pagedMail(shown: Shown, page: string): Pick<Message, 'mail' | 'offset'> {
  const mail = `${headOf(shown)}\n${shown.text}`;
  const first = /^\s*(\S.*)$/m.exec(shown.text)?.[1] ?? '';
  const [on, within] = [page.indexOf(`\n${first}\n`), mail.indexOf(`\n${first}\n`)];
  const offset = on < 0 || within < 0 ? 0 : linesOf(page.slice(0, on)) - linesOf(mail.slice(0, within));
  return { mail, offset };
}

/** What a page shows of a mail's headers, as headers. */
function headOf({ author, date, subject, sent = subject, id }: Shown): string {
  const fields = { From: author, Date: date, Subject: sent, 'Message-ID': id && `<${id}>` };
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return known.map(([name, value]) => `${name}: ${bytes(value ?? '')}\n`).join('');
}

function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function rest({ subject, author, date, id }: Pick<Message, 'subject' | 'author' | 'date' | 'id'>) {
  return { subject, author, date, id };
}

/** What a mail's text holds; headers at its beginning take the place of the mail's own (git-am(1)). */
function bodyOf(
  { subject, text }: { readonly subject?: string | undefined; readonly text: string },
  place: string,
  links: Set<string>,
): Pick<Message, 'body' | 'notes' | 'diffs'> & { author?: string; subject?: string; date?: string } {
  const diffs: FileDiff[] = isReply(subject) ? [] : readDiffs(text, place);
  refuseOutside(diffs, place, links);
  const prose = /^(?:---[ \t]*$|diff --git |--- \S+.*\n\+\+\+ |Index: )/m.exec(text)?.index ?? text.length;
  const below = text.slice(prose).split(/^(?:diff --git |--- \S+.*\n\+\+\+ |Index: )/m)[0] ?? '';
  const above = characters(isReply(subject) ? text : text.slice(0, prose)).trim();
  const [head = '', fields = ''] = /^((?:(?:From|Subject|Date): .*\n)+)\n/.exec(`${above}\n\n`) ?? [];
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(fields)?.[1];
  const [author, title, date] = [field('From'), field('Subject'), field('Date')];
  return {
    body: above.slice(head.length).trim(),
    notes: characters(below.replace(/^---[ \t]*\n/, '')).trim(),
    diffs,
    ...(author === undefined ? {} : { author }),
    ...(title === undefined ? {} : { subject: title }),
    ...(date === undefined ? {} : { date: isoOf(date) }),
  };
}

function isoOf(date: string): string {
  const read = new Date(date);
  return Number.isNaN(read.valueOf()) ? date : read.toISOString();
}

/** Its diff is a proposal or a quotation, as patchwork has it. */
function isReply(subject: string | undefined): boolean {
  return /^\s*(re|aw|antw|sv):/i.test(subject ?? '');
}

/** UTF-8 where it is, else latin1; without NUL, at which git ends a message. */
function characters(bytes: string): string {
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  return (text.includes('\uFFFD') ? bytes : text).replaceAll('\0', '');
}

function unreadable(title: string, where: string, hint: string): MailUnreadable {
  return new MailUnreadable({ title, where, hint });
}

function tooLarge(where: string): MailUnreadable {
  return unreadable(
    `this is more than ${LARGEST / 2 ** 20} MB of text`,
    where,
    'Hand in the one series, not the archive.',
  );
}
