// SPDX-License-Identifier: GPL-2.0-only

/** A mail as a web page shows it. */
export interface ShownMail {
  readonly subject: string | undefined;
  /** The subject as it was sent, where the page shows another. */
  readonly sent?: string;
  readonly author: string | undefined;
  readonly date: string | undefined;
  readonly id: string | undefined;
  /** Message and diff, latin1. */
  readonly text: string;
}

/** The mails of a page of patchwork or of a public-inbox archive (lore) saved as text; undefined where it is neither. */
export function shownOn(text: string): ShownMail[] | undefined {
  if (/^Message ID\s/m.test(text) && /^Commit Message\s*$/m.test(text)) return [patchwork(text)];
  const thread = publicInbox(text);
  return thread.length > 0 ? thread : undefined;
}

/**
 * A page of patchwork: title, Message ID, then the sections Commit Message, Comments and Patch. The last one holds the
 * diff, with a second blank behind `@@` where the page has a span; the comments only quote it.
 */
function patchwork(text: string): ShownMail {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const at = (title: string, from = 0) =>
    lines.findIndex((line, index) => index >= from && line.trim() === title);
  const id = lines.findIndex((line) => /^Message ID\s/.test(line));
  const message = at('Commit Message');
  const patch = lines.map((line) => line.trim()).lastIndexOf('Patch');
  const ends = [at('Comments', message), patch].filter((end) => end > message);
  const head = lines.findIndex((line, index) => index > message && line.trim() !== '');
  const [, author, time] = /^(.*\S)\s+(\S+ \d{1,2}, \d{4}, .*)$/.exec(lines[head] ?? '') ?? [];
  const subject = lines.slice(0, id).findLast((line) => line.trim() !== '');
  const section = lines.slice(head + 1, Math.min(...ends, lines.length)).join('\n');
  // What the message says of its own diff, the statistic, and the diff itself are said once.
  const prose = section.split(/^diff --git /m)[0] ?? '';
  return {
    subject: subject && utf8(subject.trim()),
    ...(subject === undefined ? {} : { sent: withPatch(utf8(subject.trim())) }),
    author: author && utf8(author),
    date: time && (dateOf(time) ?? time),
    id: /^Message ID\s+<?([^\s<>]+@[^\s<>]+)/.exec(lines[id] ?? '')?.[1],
    text: `${prose}\n${patch < 0 ? section.slice(prose.length) : lines.slice(patch + 1).join('\n')}`,
  };
}

/** Patchwork keeps patches only, leaves that word out of what stands in brackets, and puts commas there. */
function withPatch(subject: string): string {
  const [, tags = '', title = ''] = /^(?:\[([^\]]*)\])?\s*(.*)$/.exec(subject) ?? [];
  return `[${['PATCH', ...tags.split(',').filter(Boolean)].join(' ')}] ${title}`;
}

/** `Nov. 22, 2017, 4:09 a.m. UTC`, with Django's words for twelve o'clock. */
function dateOf(time: string): string | undefined {
  const plain = time
    .replace(/^(\w{3})\w*\.?/, '$1')
    .replace('noon', '12:00 PM')
    .replace('midnight', '12:00 AM')
    .replace(/(\d{4}), (\d{1,2}) ([ap])\.m\./, '$1, $2:00 $3.m.')
    .replace(/([ap])\.m\./, (_, half: string) => `${half.toUpperCase()}M`);
  const date = new Date(plain);
  return Number.isNaN(date.valueOf()) ? undefined : date.toISOString();
}

const THREAD = /^From: (.+) @ (\d{4}-\d\d-\d\d) +(\d{1,2}:\d\d) UTC \(permalink \/ raw\)\s*$/;

/** Pages of public-inbox: one message with its headers, or all messages of a thread after one another. */
function publicInbox(text: string): ShownMail[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const starts = lines.flatMap((line, index) => (THREAD.test(line) || isHeader(lines, index) ? [index] : []));
  return starts.map((start, at) => {
    const shown = lines.slice(start, starts[at + 1]);
    const foot = shown.findIndex((line) =>
      /^(\^ permalink |next\s+(prev|reply)|Thread overview:)/.test(line),
    );
    const own = foot < 0 ? shown : shown.slice(0, foot);
    const before = lines.slice(starts[at - 1] ?? 0, start);
    return THREAD.test(own[0] ?? '') ? inThread(own, before) : alone(own);
  });
}

/** The block of headers of a single message ends with its id and a link to the mail itself. */
function isHeader(lines: readonly string[], at: number): boolean {
  if (!/^From: /.test(lines[at] ?? '')) return false;
  const block = lines.slice(at, at + 20);
  const end = block.findIndex((line) => line.trim() === '');
  return block.slice(0, end < 0 ? undefined : end).some((line) => /^Message-ID: .* \(raw\)\s*$/i.test(line));
}

function inThread(shown: readonly string[], before: readonly string[]): ShownMail {
  const [, author = '', day, hour = ''] = THREAD.exec(shown[0] ?? '') ?? [];
  const title = before.findLast((line) => line.startsWith('* '))?.slice(2);
  const body = shown.findIndex((line) => line.trim() === '');
  return {
    subject: title && utf8(title.trim()),
    author: utf8(author),
    date: `${day}T${hour.padStart(5, '0')}:00.000Z`,
    id: undefined,
    text: body < 0 ? '' : shown.slice(body + 1).join('\n'),
  };
}

function alone(shown: readonly string[]): ShownMail {
  const body = shown.findIndex((line) => line.trim() === '');
  const head = shown
    .slice(0, body)
    .join('\n')
    .replace(/\n[ \t]+/g, ' ');
  const field = (name: string) =>
    new RegExp(`^${name}: (.*?)\\s*(?:\\[thread overview\\]|\\(raw\\))?\\s*$`, 'im').exec(head)?.[1];
  const date = new Date(field('Date') ?? '');
  const [subject, author] = [field('Subject'), field('From')];
  return {
    subject: subject && utf8(subject),
    author: author && utf8(author),
    date: Number.isNaN(date.valueOf()) ? field('Date') : date.toISOString(),
    id: field('Message-ID')?.replace(/^<|>$/g, ''),
    text: shown.slice(body + 1).join('\n'),
  };
}

function utf8(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8');
}
