// SPDX-License-Identifier: GPL-2.0-only

import { memo } from '../../src/memo.ts';
import type { Mail } from '../../src/series/mail.ts';
import { readProvenance } from '../../src/series/provenance.ts';
import { type DiffFile, diffFiles } from './mail-diff.ts';

/** A line of a commit message, decoded, with its place in the mail. */
export interface MessageLine {
  readonly text: string;
  /** 1-based, in the mail. */
  readonly line: number;
}

/** A mail taken apart. */
export interface Letter {
  readonly name: string;
  /** Unfolded and without `[PATCH n/m]`; empty where there is none. */
  readonly subject: MessageLine;
  /** What stands in brackets before it: `PATCH v2 1/3`; empty where nothing does. */
  readonly prefix: string;
  /** 1 where the prefix names none. */
  readonly version: number;
  /** Number of the patch; 0 is the cover letter. */
  readonly patch: number | undefined;
  /** How many patches the series has, as this mail says. */
  readonly total: number | undefined;
  /** Unfolded headers by their names in lower case; of several the last. */
  readonly headers: ReadonlyMap<string, string>;
  /** `Name <address>`: the From line of the body, else the header. */
  readonly author: string;
  /** Lines of the commit message behind the subject, up to `---`, without empty ones at the ends. */
  readonly body: readonly MessageLine[];
  /** Lines between the message and the first diff: change log, diffstat. */
  readonly below: readonly MessageLine[];
  readonly files: readonly DiffFile[];
  /** A patch of kpw that nobody has signed off and sent: it carries the provenance block. */
  readonly generated: boolean;
}

/** A line that tools read: `Link: …`, `Fixes: …`. Such lines may be as long as they need to be. */
export const TAG = /^[A-Z][a-z]+(-[a-z]+)*: \S/;

export const letterOf = memo(read);

/** Letters that bring a change: all but cover letters. */
export function patchLetters(mails: readonly Mail[]): Letter[] {
  return mails.map(letterOf).filter(isPatchLetter);
}

export function isPatchLetter({ patch, files }: Letter): boolean {
  return patch !== 0 || files.length > 0;
}

function read({ name, text }: Mail): Letter {
  const lines = Buffer.from(text, 'latin1').toString('utf8').split('\n');
  const end = lines.indexOf('');
  const top = lines.slice(0, end === -1 ? lines.length : end);
  const { headers, subjectAt } = headersOf(top);
  const subject = decoded(headers.get('subject') ?? '');
  const prefix = /^\s*((?:\[[^\]]*\]\s*)+)/.exec(subject)?.[1] ?? '';
  const [, number, total] = /\b(\d+)\/(\d+)\b/.exec(prefix) ?? [];
  const { separator, diff: shown } = parts(lines, top.length);
  // What a cover letter shows is no patch of the series.
  const diff = number !== undefined && Number(number) === 0 ? undefined : shown;
  const message = trimmed(numbered(lines, top.length, separator ?? diff));
  const fields = message.findIndex(({ text: line }) => !/^(From|Subject|Date): /.test(line));
  const own = fields > 0 && message[fields]?.text === '' ? message.slice(0, fields) : [];
  const from = own.find(({ text: line }) => line.startsWith('From: '))?.text.slice('From: '.length);
  return {
    name,
    subject: { text: subject.slice(prefix.length).trim(), line: subjectAt },
    prefix: prefix.replace(/[[\]]/g, ' ').trim(),
    version: Number(/(?:\b|patch)v(\d{1,3})\b/i.exec(prefix)?.[1] ?? 1),
    patch: number === undefined ? undefined : Number(number),
    total: total === undefined ? undefined : Number(total),
    headers,
    author: from ?? decoded(headers.get('from') ?? ''),
    body: trimmed(message.slice(own.length)),
    below: separator === undefined ? [] : numbered(lines, separator + 1, diff),
    files: diff === undefined ? [] : diffFiles(lines, diff),
    generated: readProvenance(text) !== undefined,
  };
}

function headersOf(top: readonly string[]): { headers: Map<string, string>; subjectAt: number } {
  const headers = new Map<string, string>();
  let [name, subjectAt] = ['', 0];
  for (const [at, line] of top.entries()) {
    const [, key, value = ''] = /^([\w-]+):[ \t]*(.*)$/.exec(line) ?? [];
    if (/^[ \t]/.test(line)) headers.set(name, `${headers.get(name) ?? ''} ${line.trim()}`);
    else if (key !== undefined) {
      name = key.toLowerCase();
      headers.set(name, value);
      if (name === 'subject') subjectAt = at + 1;
    }
  }
  return { headers, subjectAt };
}

/** Indexes of the `---` that ends the message, and of the first line of a diff. */
function parts(lines: readonly string[], from: number): { separator?: number; diff?: number } {
  const isDiff = (line: string, at: number) =>
    /^(diff --git |Index: )/.test(line) || (/^--- \S/.test(line) && (lines[at + 1] ?? '').startsWith('+++ '));
  const diff = lines.findIndex((line, at) => at > from && isDiff(line, at));
  const separator = lines.findIndex((line, at) => at > from && /^---\s*$/.test(line));
  return {
    ...(separator >= 0 && (diff < 0 || separator < diff) ? { separator } : {}),
    ...(diff >= 0 ? { diff } : {}),
  };
}

function numbered(lines: readonly string[], from: number, to: number | undefined): MessageLine[] {
  return lines.slice(from, to).map((text, index) => ({ text, line: from + index + 1 }));
}

function trimmed(body: readonly MessageLine[]): MessageLine[] {
  const first = body.findIndex(({ text }) => text.trim() !== '');
  const last = body.findLastIndex(({ text }) => text.trim() !== '');
  return first === -1 ? [] : body.slice(first, last + 1);
}

/** RFC 2047 words, in whatever charset they are. */
function decoded(header: string): string {
  return header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(
      /=\?([\w.:-]+)\?(q|b)\?([^?]*)\?=/gi,
      (whole, charset: string, encoding: string, words: string) => {
        if (encoding.toLowerCase() === 'b') return inCharset(charset, Buffer.from(words, 'base64')) ?? whole;
        const bytes = words
          .replace(/_/g, ' ')
          .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
        return inCharset(charset, Buffer.from(bytes, 'latin1')) ?? whole;
      },
    );
}

/** Undefined where nobody knows the charset. */
function inCharset(charset: string, bytes: Buffer): string | undefined {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return undefined;
  }
}
