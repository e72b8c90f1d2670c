// SPDX-License-Identifier: GPL-2.0-only
import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { MailUnreadable } from './failures.ts';
import { type MailHead, mailHeadOf } from './head.ts';
import { lineFeeds } from './line-ends.ts';

/** A mail decoded: RFC 5322 headers, RFC 2047 words, RFC 2045 bodies, RFC 3676 flowed text. */
export interface Decoded extends Omit<MailHead, 'type' | 'encoding'> {
  /** The headers as they were sent, without the empty line behind them. */
  readonly head: string;
  /** Text parts and attached patches, in UTF-8 where the mail names another charset; latin1 decoded, LF line ends. */
  readonly text: string;
  /** The same as it was sent, where the mail says format=flowed: its sender may not have kept to that. */
  readonly unflowed: (() => Promise<string>) | undefined;
}

/**
 * Postal-mime hands out text as characters, and a diff is bytes. This charset (WHATWG Encoding) maps each byte above
 * 0x7f to one character of its own; of two headers of a name the first counts.
 */
const AS_BYTES = 'Content-Type: text/plain; charset=x-user-defined\n';

/** @throws MailUnreadable where its parts are nested too deep, or its headers are too large */
export async function decodeMail(mail: string, where: string): Promise<Decoded> {
  const end = /\r?\n\r?\n/.exec(mail) ?? { index: mail.length, 0: '' };
  const top = mail.slice(0, end.index).replace(/^>?From .*\n/, '');
  const { type, encoding, ...said } = mailHeadOf(top);
  const flowed = /format="?flowed/i.test(type);
  const fields = { ...said, head: lineFeeds(mail.slice(0, end.index)) };
  // Most patches are sent as they are: nothing to decode, and every byte is kept.
  if (isPlain(type, encoding) && !flowed) {
    const text = lineFeeds(mail.slice(end.index + end[0].length));
    return { ...fields, text, unflowed: undefined };
  }
  const whole = `${top}${mail.slice(end.index)}`;
  const single = !/^multipart\//i.test(type.trim());
  const raw = async () => lineFeeds(bytesOf((await parse(AS_BYTES + whole, where)).text ?? ''));
  return {
    ...fields,
    text: await textOf(whole, where, single ? raw : undefined),
    unflowed: single && flowed ? raw : undefined,
  };
}

function isPlain(type: string, encoding: string): boolean {
  const charset = /charset="?([\w-]+)/i.exec(type)?.[1] ?? 'utf-8';
  const text =
    type.trim() === '' || /^text\/(plain|x-patch|x-diff)\b/i.test(type.trim()) || !type.includes('/');
  return (
    text && /^(|7-?bit|8-?bit|binary)$/i.test(encoding.trim()) && /^(utf-?8|us-ascii|ascii)$/i.test(charset)
  );
}

/** @param raw the text as bytes, where the mail has but one part */
async function textOf(
  mail: string,
  where: string,
  raw: (() => Promise<string>) | undefined,
): Promise<string> {
  const read = await parse(mail, where);
  const text = read.text ?? '';
  // What is not in the charset that it names is taken byte by byte.
  const bytes = text.includes('\uFFFD')
    ? raw
      ? await raw()
      : bytesOf((await parse(inBytes(mail), where)).text ?? '')
    : Buffer.from(text, 'utf8').toString('latin1');
  const shown = CHANGE.test(lineFeeds(bytes));
  const patches = read.attachments.filter((one) => isPatchFile(one, shown)).map(contentOf);
  return lineFeeds([bytes, ...patches].join('\n'));
}

/** A mail in parts, each of which names the charset that keeps its bytes. */
function inBytes(mail: string): string {
  const boundary = /\bboundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(mail)?.slice(1).find(Boolean) ?? '';
  return mail
    .replace(
      /^Content-Type:[ \t]*text\/.*(?:\r?\n[ \t].*)*/gim,
      (field) => `${field.replace(/;\s*charset=("[^"\n]*"|[\w.:-]+)/i, '')}; charset=x-user-defined`,
    )
    .replaceAll(`\n--${boundary}\n\n`, `\n--${boundary}\n${AS_BYTES}\n`);
}

const CHANGE = /^(?:diff --git |--- \S.*\n\+\+\+ \S)/m;

/** A patch by its type or its name; another text too where it has a diff and the mail itself has none. */
function isPatchFile(attachment: Attachment, shown: boolean): boolean {
  const { mimeType, filename } = attachment;
  if (
    /^(text|application)\/(x-)?(patch|diff)$/i.test(mimeType) ||
    /\.(patch|diff)(\.txt)?$/i.test(filename ?? '')
  )
    return true;
  const text = /^text\/(?!html|calendar|vcard|x-vcard|rfc822)/i.test(mimeType);
  return !shown && text && CHANGE.test(lineFeeds(contentOf(attachment)));
}

function contentOf({ content }: Attachment): string {
  return Buffer.from(content as ArrayBuffer).toString('latin1');
}

async function parse(mail: string, where: string): Promise<Email> {
  try {
    return await PostalMime.parse(Buffer.from(mail, 'latin1'), { forceRfc822Attachments: true });
  } catch (error) {
    throw new MailUnreadable(
      { title: (error as Error).message, where, hint: 'Take the patch out of the mail, and hand in that.' },
      { cause: error },
    );
  }
}

function bytesOf(text: string): string {
  return text.replace(/[\uF780-\uF7FF]/g, (byte) => String.fromCharCode(byte.charCodeAt(0) - 0xf700));
}
