// SPDX-License-Identifier: GPL-2.0-only
import PostalMime, { type Address, type Email } from 'postal-mime';
import { MailUnreadable } from './failures.ts';

/** A mail decoded: RFC 5322 headers, RFC 2047 words, RFC 2045 bodies, RFC 3676 flowed text. */
export interface Decoded {
  readonly subject: string | undefined;
  readonly author: string | undefined;
  readonly date: string | undefined;
  readonly id: string | undefined;
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
  const head = await parse(`${mail.slice(0, end.index)}\n\n`, where);
  const type = header(head, 'content-type') ?? '';
  const flowed = /format="?flowed/i.test(type);
  const fields = {
    subject: head.subject?.replace(/\s+/g, ' ').trim(),
    author: head.from && nameOf(head.from),
    date: head.date,
    id: head.messageId?.trim().replace(/^<|>$/g, ''),
    head: lineFeeds(mail.slice(0, end.index)),
  };
  // Most patches are sent as they are: nothing to decode, and every byte is kept.
  if (isPlain(type, header(head, 'content-transfer-encoding') ?? '') && !flowed) {
    const text = lineFeeds(mail.slice(end.index + end[0].length));
    return { ...fields, text, unflowed: undefined };
  }
  const raw = async () => lineFeeds(bytesOf((await parse(AS_BYTES + mail, where)).text ?? ''));
  const single = !/^multipart\//i.test(type.trim());
  return {
    ...fields,
    text: await bodyOf(mail, where, single ? raw : undefined),
    unflowed: single && flowed ? raw : undefined,
  };
}

function isPlain(type: string, encoding: string): boolean {
  const charset = /charset="?([\w-]+)/i.exec(type)?.[1] ?? 'utf-8';
  const text = type === '' || /^text\/plain/i.test(type.trim());
  return text && /^(|7bit|8bit|binary)$/i.test(encoding.trim()) && /^(utf-?8|us-ascii)$/i.test(charset);
}

/** @param raw the text as bytes, where the mail has but one part */
async function bodyOf(
  mail: string,
  where: string,
  raw: (() => Promise<string>) | undefined,
): Promise<string> {
  const { text = '', attachments } = await parse(mail, where);
  if (text.includes('\uFFFD')) {
    if (raw) return raw();
    throw new MailUnreadable({
      title: 'a part of the mail is not in the charset that it names',
      where,
      hint: 'Take the mail as it was sent, or the patch alone.',
    });
  }
  const patches = attachments
    .filter(
      ({ mimeType, filename }) =>
        /^text\/x-(patch|diff)$/.test(mimeType) || /\.(patch|diff)$/i.test(filename ?? ''),
    )
    .map(({ content }) => Buffer.from(content as ArrayBuffer).toString('latin1'));
  return lineFeeds([Buffer.from(text, 'utf8').toString('latin1'), ...patches].join('\n'));
}

/** CRLF is how mail ends lines; where only some lines have it, it is the file's own. */
export function lineFeeds(text: string): string {
  return text.includes('\r\n') && !/(^|[^\r])\n/.test(text) ? text.replaceAll('\r\n', '\n') : text;
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

function header({ headers }: Email, key: string): string | undefined {
  return headers.find((one) => one.key === key)?.value;
}

function nameOf({ name, address }: Address): string {
  return address ? `${name || address} <${address}>` : name;
}

function bytesOf(text: string): string {
  return text.replace(/[\uF780-\uF7FF]/g, (byte) => String.fromCharCode(byte.charCodeAt(0) - 0xf700));
}
