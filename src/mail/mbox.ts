// SPDX-License-Identifier: GPL-2.0-only

/**
 * The line that parts two mails (RFC 4155): sender, then a date as asctime(3) writes it. Prose that begins with
 * "From " has none; git format-patch puts the commit's id in place of the sender. An empty line before it is not asked
 * for, as git mailsplit does not either: patches without a signature that cat(1) put together have none.
 */
const ENVELOPE = /^From \S+ .*\d\d:\d\d.*\d{4}\r?$/;

/** Whether a text is an mbox, be it of one mail. */
export function isMbox(text: string): boolean {
  const end = text.indexOf('\n');
  return ENVELOPE.test(end < 0 ? text : text.slice(0, end));
}

/** One mail of an mbox. */
export interface Enveloped {
  readonly text: string;
  /** Lines of the mbox above it, its envelope among them. */
  readonly above: number;
}

/** The mails of an mbox, without their envelope lines and with `>From ` unquoted (the mboxrd form, one `>` at a time). */
export function splitMbox(text: string): Enveloped[] {
  const starts: number[] = [];
  for (let at = 0; at >= 0 && at < text.length; at = nextLine(text, at)) {
    if (!text.startsWith('From ', at)) continue;
    const end = text.indexOf('\n', at);
    if (ENVELOPE.test(text.slice(at, end < 0 ? undefined : end))) starts.push(at);
  }
  let above = 0;
  return starts.map((start, at) => {
    const mail = text.slice(start, starts[at + 1]);
    const end = mail.indexOf('\n');
    const own = { text: end < 0 ? '' : mail.slice(end + 1).replace(/^>(>*From )/gm, '$1'), above: above + 1 };
    above += linesOf(mail);
    return own;
  });
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? -1 : end + 1;
}

export function linesOf(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
