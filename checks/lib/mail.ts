// SPDX-License-Identifier: GPL-2.0-only
import type { Mail } from '../../src/series/scratch.ts';

/** A line of a commit message, decoded, with its place in the mail. */
export interface Line {
  readonly text: string;
  /** 1-based, in the mail. */
  readonly line: number;
}

/** A mail taken apart. */
export interface Letter {
  readonly name: string;
  /** Unfolded and without `[PATCH n/m]`; empty where there is none. */
  readonly subject: Line;
  /** Number of the patch; 0 is the cover letter. */
  readonly patch: number | undefined;
  /** Lines of the commit message behind the subject, up to `---`, without empty ones at the ends. */
  readonly body: readonly Line[];
}

/** A line that tools read: `Link: …`, `Fixes: …`. Such lines may be as long as they need to be. */
export const TAG = /^[A-Z][a-z]+(-[a-z]+)*: \S/;

export function letterOf({ name, text }: Mail): Letter {
  const lines = Buffer.from(text, 'latin1').toString('utf8').split('\n');
  const end = lines.indexOf('');
  const headers = lines.slice(0, end === -1 ? lines.length : end);
  const at = headers.findIndex((line) => /^subject:/i.test(line));
  let subject = at === -1 ? '' : (headers[at] ?? '').replace(/^subject:\s*/i, '');
  for (let next = at + 1; at !== -1 && /^[ \t]/.test(headers[next] ?? ''); next++)
    subject += ` ${headers[next]?.trim()}`;
  subject = decoded(subject);
  const number = /^\[[^\]]*?\b(\d+)\/\d+\]/.exec(subject)?.[1];
  const separator = lines.findIndex(
    (line, index) => index > end && (line === '---' || /^diff --git /.test(line)),
  );
  const body = lines
    .slice(headers.length, separator === -1 ? undefined : separator)
    .map((line, index) => ({ text: line, line: headers.length + index + 1 }));
  return {
    name,
    subject: { text: subject.replace(/^(\[[^\]]*\]\s*)+/, ''), line: at + 1 },
    patch: number === undefined ? undefined : Number(number),
    body: trimmed(body),
  };
}

function trimmed(body: readonly Line[]): Line[] {
  const first = body.findIndex(({ text }) => text.trim() !== '');
  const last = body.findLastIndex(({ text }) => text.trim() !== '');
  return first === -1 ? [] : body.slice(first, last + 1);
}

/** RFC 2047 words, as git writes a subject that is not ASCII. */
function decoded(header: string): string {
  return header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?(q|b)\?([^?]*)\?=/gi, (_, encoding: string, words: string) => {
      if (encoding.toLowerCase() === 'b') return Buffer.from(words, 'base64').toString('utf8');
      const bytes = words
        .replace(/_/g, ' ')
        .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
      return Buffer.from(bytes, 'latin1').toString('utf8');
    });
}
