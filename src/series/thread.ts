// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import type { Mail } from './mail.ts';
import type { Recipient } from './recipients.ts';

/** What a series goes out with, apart from its text. */
export interface Envelope {
  readonly recipients: readonly Recipient[];
  /** Message id without angle brackets. */
  readonly inReplyTo: string | undefined;
}

/**
 * A reserved name (RFC 6761, 6.4): nobody's mail server gave these ids, and none can be taken for another's. They are
 * a hash of the whole series, so the same series has the same ids, and a series that differs in anything has others.
 */
const DOMAIN = 'kpw.invalid';

/** Mails as one thread, the second and later ones in reply to the first, with To: and Cc: in each. */
export function threaded(mails: readonly Mail[], { recipients, inReplyTo }: Envelope): Mail[] {
  const hash = createHash('sha256').update(JSON.stringify([mails, recipients, inReplyTo ?? null]));
  const name = hash.digest('hex').slice(0, 20);
  const first = mails[0]?.name.includes('cover-letter') ? 0 : 1;
  const idOf = (at: number) => `<${name}-${at + first}@${DOMAIN}>`;
  const above = inReplyTo === undefined ? [] : [`<${inReplyTo}>`];
  return mails.map(({ name, text }, at) => {
    const parents = at === 0 ? above : [...above, idOf(0)];
    const fields = [
      `Message-ID: ${idOf(at)}`,
      ...(parents.length > 0 ? [`In-Reply-To: ${parents.at(-1)}`, `References: ${parents.join('\n ')}`] : []),
    ];
    const addressed = (['to', 'cc'] as const).flatMap((field) => addresses(field, recipients));
    return { name, text: withType(withFields(unfolded(text), fields, addressed)) };
  });
}

/** git folds a long From:, and b4 0.12, which Debian 12 has, dies of that: it copies the field with its line end. */
function unfolded(text: string): string {
  return text.replace(/^From: .*(?:\n[ \t].*)+$/m, (field) => field.replace(/\n[ \t]+/g, ' '));
}

/** @param first fields that go before those that git wrote; `last` go behind them */
function withFields(text: string, first: readonly string[], last: readonly string[]): string {
  const start = text.indexOf('\n') + 1;
  const end = text.indexOf('\n\n', start) + 1;
  const block = (fields: readonly string[]) => fields.map((field) => `${field}\n`).join('');
  return text.slice(0, start) + block(first) + text.slice(start, end) + block(last) + text.slice(end);
}

/** As git format-patch does for a commit message that is not ASCII; here the text of a cover letter may be. */
function withType(text: string): string {
  const end = text.indexOf('\n\n') + 1;
  const head = text.slice(0, end);
  const prose = text.slice(end).split(/^diff --git /m)[0] ?? '';
  if (/^Content-Type:/im.test(head) || !/[\x80-\xff]/.test(prose)) return text;
  const fields = [
    ...['MIME-Version: 1.0', 'Content-Type: text/plain; charset=UTF-8', 'Content-Transfer-Encoding: 8bit'],
  ];
  return withFields(text, [], fields);
}

/** One address a line: what a person may strike out before it is sent. */
function addresses(field: 'to' | 'cc', recipients: readonly Recipient[]): string[] {
  const chosen = recipients.filter((one) => one.field === field);
  if (chosen.length === 0) return [];
  return [`${field === 'to' ? 'To' : 'Cc'}: ${chosen.map(inHeader).join(',\n    ')}`];
}

function inHeader({ name, address }: Recipient): string {
  if (name === undefined) return address;
  if (/[^\x20-\x7e]/.test(name)) return `${encoded(name)} <${address}>`;
  return `${/^[\w !#$%&'*+/=?^`{|}~-]*$/.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`} <${address}>`;
}

/** RFC 2047, "Q", with what section 5 (3) leaves of it for a name. A name fits into one word of 75 characters. */
export function encoded(name: string): string {
  const bytes = [...Buffer.from(name, 'utf8')];
  const text = bytes.map((byte) => {
    const character = String.fromCharCode(byte);
    if (character === ' ') return '_';
    return /[\w!*+/-]/.test(character) && character !== '_'
      ? character
      : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return `=?UTF-8?q?${text.join('')}?=`;
}

/**
 * Mails as one mbox, as git format-patch --stdout writes it: what is between an envelope line and the next is one
 * mail, and nothing is quoted.
 */
export function mboxOf(mails: readonly Mail[]): string {
  // Blanks at the end may be a line of the diff.
  return mails.map(({ text }) => text.replace(/\n*$/, '\n')).join('\n');
}

/** A thread taken apart for git am, which stops at a mail without a patch. */
export interface Detached {
  readonly cover: Mail | undefined;
  readonly patches: readonly Mail[];
}

/** @param mails a series whose first mail may be a cover letter; the base it tells is told by the first patch too */
export function detached(mails: readonly Mail[]): Detached {
  const [cover, first, ...rest] = mails;
  if (!first || !cover?.name.includes('cover-letter')) return { cover: undefined, patches: mails };
  const base = /\n\nbase-commit: [0-9a-f]+\n(?:prerequisite-patch-id: [0-9a-f]+\n)*\n*$/
    .exec(cover.text)?.[0]
    .trim();
  const text = base === undefined ? first.text : `${first.text.replace(/\n*$/, '\n')}\n${base}\n`;
  return { cover, patches: [{ name: first.name, text }, ...rest] };
}
