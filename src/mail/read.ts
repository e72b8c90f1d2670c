// SPDX-License-Identifier: GPL-2.0-only
import { setImmediate } from 'node:timers/promises';
import type { Progress } from '../context.ts';
import { mailBodyOf } from './body.ts';
import { mailFiles } from './files.ts';
import { lineFeeds } from './line-ends.ts';
import { isMbox, linesOf, splitMbox } from './mbox.ts';
import type { Message } from './message.ts';
import { decodeMail } from './mime.ts';
import { type ShownMail, shownOn } from './page.ts';
import { LARGEST, tooLarge, unpacked } from './unpack.ts';

/** Who waits for the mails: he is told how far it is, and may have enough. */
export interface Waiting {
  readonly signal: AbortSignal;
  report(progress: Progress): void;
}

/**
 * The mails of a file or folder: an mbox, one mail, what git format-patch or git diff wrote, or a saved page.
 *
 * @throws MailUnreadable, and the reason of the signal
 */
export async function readMails(path: string, waiting?: Waiting): Promise<Message[]> {
  const links = new Set<string>();
  const messages: Message[] = [];
  for (const { path: file, bytes } of await mailFiles(path)) {
    // A plain push of a long list overflows the stack.
    for (const message of await readText(bytes, file, waiting, links)) messages.push(message);
  }
  return messages;
}

/**
 * The mails of a text. A diff that cannot be read is its mail's `damage`.
 *
 * @param text latin1
 * @param links symbolic links that patches before have made; refuseOutside adds to them
 * @throws MailUnreadable, and the reason of the signal
 */
export async function readText(
  text: string,
  where: string,
  waiting?: Waiting,
  links = new Set<string>(),
): Promise<Message[]> {
  if (text.length > LARGEST) throw tooLarge(where);
  const bytes = unpacked(text, where);
  // A byte order mark, and empty lines before the first mail.
  const plain = bytes.replace(/^\xEF\xBB\xBF/, '').replace(/^(?:\r?\n)+/, '');
  const cut = linesOf(bytes.slice(0, bytes.length - plain.length));
  if (isMbox(plain)) return mailsOf(plain, where, cut, waiting, links);
  if (isMail(plain)) return [await mailOf(plain, where, links, { file: where, offset: cut })];
  const shown = shownOn(plain);
  if (shown) return shown.map((one) => onPage(one, plain, where, links));
  const unnamed = { subject: undefined, author: undefined, date: undefined, id: undefined, parents: [] };
  const diff = lineFeeds(plain);
  const read = mailBodyOf({ text: diff, head: 1 }, where, links);
  return [{ ...unnamed, ...read, place: where, file: where, mail: `\n${diff}`, offset: cut - 1 }];
}

/** So many mails are read between two looks at the signal. */
const AT_ONCE = 64;

async function mailsOf(
  mbox: string,
  where: string,
  cut: number,
  waiting: Waiting | undefined,
  links: Set<string>,
): Promise<Message[]> {
  const mails = splitMbox(mbox);
  const task = `mails of ${where}`;
  const messages: Message[] = [];
  for (const [at, { text, above }] of mails.entries()) {
    if (waiting && at > 0 && at % AT_ONCE === 0) {
      await setImmediate();
      waiting.signal.throwIfAborted();
      if (at % 1024 === 0) waiting.report({ task, state: 'note', text: `${at} of ${mails.length}` });
    }
    const place = mails.length > 1 ? `${where}, mail ${at + 1}` : where;
    messages.push(await mailOf(text, place, links, { file: where, offset: cut + above }));
  }
  if (mails.length > 1024) waiting?.report({ task, state: 'done', text: `${mails.length}` });
  return messages;
}

/** Names of fields as RFC 5322 (2.2) has them: any printing character but the colon. */
const FIELDS = /^(?:(?:>?From .*|[!-9;-~]+:.*)\r?\n(?:[ \t].*\r?\n)*)+(?:\r?\n|$)/;

/**
 * Whether a text begins with the fields of a mail (RFC 5322, 3.6), as git mailinfo takes them: no blank needs to stand
 * behind a colon. A diff, and a page, begin otherwise.
 */
function isMail(text: string): boolean {
  const head = FIELDS.exec(text.slice(0, 2 ** 20))?.[0];
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
  const { subject, author, date, id, parents, head, text, unflowed } = decoded;
  const said = { subject, author, date, id, parents, place, ...from };
  const lines = linesOf(head) + 2;
  const read = {
    ...said,
    ...mailBodyOf({ subject, text, head: lines }, place, links),
    mail: `${head}\n\n${text}`,
  };
  if (!read.damage || unflowed === undefined) return read;
  // Who declares format=flowed and does not stuff blanks (RFC 3676, 4.4) is read as if he had not declared it.
  const raw = await unflowed();
  const stuffed = mailBodyOf({ subject, text: raw, head: lines }, place, links);
  return stuffed.damage ? read : { ...said, ...stuffed, mail: `${head}\n\n${raw}` };
}

function onPage(shown: ShownMail, page: string, where: string, links: Set<string>): Message {
  const { subject, author, date, id, text } = shown;
  const placed = pagedMail(shown, lineFeeds(page));
  const head = linesOf(placed.mail.slice(0, placed.mail.length - text.length));
  const said = { subject, author, date, id, parents: [], place: where, file: where };
  return { ...said, ...mailBodyOf({ subject: shown.sent ?? subject, text, head }, where, links), ...placed };
}

/** A mail as it was before it was shown on a page; lines of its message are found on the page again. */
function pagedMail(shown: ShownMail, page: string): Pick<Message, 'mail' | 'offset'> {
  const mail = `${headOf(shown)}\n${shown.text}`;
  const first = /^\s*(\S.*)$/m.exec(shown.text)?.[1] ?? '';
  const [on, within] = [page.indexOf(`\n${first}\n`), mail.indexOf(`\n${first}\n`)];
  const offset = on < 0 || within < 0 ? 0 : linesOf(page.slice(0, on)) - linesOf(mail.slice(0, within));
  return { mail, offset };
}

/** What a page shows of a mail's headers, as headers. */
function headOf({ author, date, subject, sent = subject, id }: ShownMail): string {
  const fields = { From: author, Date: date, Subject: sent, 'Message-ID': id && `<${id}>` };
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return known
    .map(([name, value]) => `${name}: ${Buffer.from(value ?? '', 'utf8').toString('latin1')}\n`)
    .join('');
}
