// SPDX-License-Identifier: GPL-2.0-only
import { type Address, addressParser, decodeWords } from 'postal-mime';

/** The fields of a mail's head, decoded. */
export interface MailHead {
  readonly subject: string | undefined;
  readonly author: string | undefined;
  /** ISO 8601 in UTC, or as it is written where that is no date. */
  readonly date: string | undefined;
  /** Without angle brackets. */
  readonly id: string | undefined;
  /** Ids of the mails that it answers or follows, the nearest first. */
  readonly parents: readonly string[];
  /** Content-Type and Content-Transfer-Encoding as they are written; empty where there is none. */
  readonly type: string;
  readonly encoding: string;
}

/**
 * The head of a mail (RFC 5322, RFC 2047) without the rest of it, which most patches need no decoder for. Of several
 * fields of a name the first counts.
 *
 * @param text latin1
 */
export function mailHeadOf(text: string): MailHead {
  const fields = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/^([!-9;-~]+):((?:.|\r?\n[ \t])*)/gm)) {
    const key = name.toLowerCase();
    if (READ.has(key) && !fields.has(key)) fields.set(key, value.replace(/\r?\n[ \t]+/g, ' ').trim());
  }
  const field = (name: string) => fields.get(name) || undefined;
  const [subject, from, date] = [field('subject'), field('from'), field('date')];
  const ids = (name: string) => [...(field(name) ?? '').matchAll(/<([^<>\s]+)>/g)].map(([, id]) => id ?? '');
  return {
    subject: subject && characters(decodeWords(subject)).replace(/\s+/g, ' ').trim(),
    author: from && authorOf(from),
    date: date && isoOf(date),
    id: field('message-id')?.replace(/^<|>.*$/g, ''),
    parents: [...new Set([...ids('in-reply-to'), ...ids('references').reverse()])],
    type: field('content-type') ?? '',
    encoding: field('content-transfer-encoding') ?? '',
  };
}

const READ: ReadonlySet<string> = new Set([
  'subject',
  'from',
  'date',
  'message-id',
  'in-reply-to',
  'references',
  'content-type',
  'content-transfer-encoding',
]);

/** `Name <address>`, or the name alone. */
export function authorOf(from: string): string {
  const [first] = addressParser(characters(from), { flatten: true }) as Address[];
  if (!first) return characters(decodeWords(from));
  const name = decodeWords(first.name).trim();
  return first.address ? `${name || first.address} <${first.address}>` : name;
}

export function isoOf(date: string): string {
  // A comment names the zone once more: (CEST).
  const read = new Date(date.replace(/\s*\([^)]*\)\s*$/, ''));
  return Number.isNaN(read.valueOf()) ? date : read.toISOString();
}

/** UTF-8 where it is, else latin1, line by line; what words of RFC 2047 gave stays. */
export function characters(text: string): string {
  if (!/[\x80-\xFF]/.test(text) || /[^\0-\xFF]/.test(text)) return text;
  const read = Buffer.from(text, 'latin1').toString('utf8');
  if (!read.includes('\uFFFD')) return read;
  const lines = text.split('\n');
  return lines.length > 1 ? lines.map(characters).join('\n') : text;
}
