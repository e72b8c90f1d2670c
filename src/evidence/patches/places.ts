// SPDX-License-Identifier: GPL-2.0-only
import { letterOf } from '../../../checks/lib/mail.ts';
import type { Message } from '../../mail/message.ts';
import type { Finding } from '../../series/finding.ts';
import type { Mail } from '../../series/mail.ts';

/** A mail as rules get it, and where it came from. */
export interface PlacedMail extends Mail {
  readonly message: Message;
}

/** Mails under names that tell them apart: the file's, with the tags of the subject where it has several mails. */
export function placedMails(messages: readonly Message[]): PlacedMail[] {
  const used = new Set<string>();
  const counts = new Map<string, number>();
  for (const { file } of messages) counts.set(file, (counts.get(file) ?? 0) + 1);
  return messages.map((message) => {
    const { file, subject = '' } = message;
    const several = (counts.get(file) ?? 0) > 1;
    const short = file.replace(/^.*\//, '');
    const tags = /^\s*(\[[^\]]*\])/.exec(subject)?.[1];
    const wanted = several ? [short, tags].filter(Boolean).join(' ') : short;
    let name = wanted;
    for (let count = 2; used.has(name); count++) name = `${wanted} (${count})`;
    used.add(name);
    return { name, text: readable(message), message };
  });
}

/** The mail without a diff that cannot be read: rules count lines, and do not question them. */
function readable({ mail, damage }: Message): string {
  if (!damage) return mail;
  const head = mail.indexOf('\n\n');
  const diff = /^(?:diff --git |--- \S.*\n\+\+\+ |Index: |@@ )/m.exec(mail.slice(head + 1));
  return diff ? mail.slice(0, head + 1 + diff.index) : mail;
}

/**
 * Findings about lines of mails, at the places that a person looks them up: a line of a diff is one of the file that it
 * changes, any other a line of the file that the mail is in.
 */
export function atPlaces(findings: readonly Finding[], mails: readonly PlacedMail[]): Finding[] {
  const byName = new Map(mails.map((mail) => [mail.name, mail]));
  return findings.map((finding) => {
    const mail = byName.get(finding.file);
    return mail ? { ...finding, ...placeOf(mail, finding.line) } : finding;
  });
}

function placeOf(mail: PlacedMail, line: number): { file: string; line: number } {
  const files = letterOf(mail).files.flatMap(({ path, hunks }) =>
    hunks.flat().map((one) => ({ path, ...one })),
  );
  const shown = files.find((one) => one.line === line);
  if (shown) return { file: shown.path, line: shown.at };
  const { file, offset } = mail.message;
  return { file, line: Math.max(1, line + offset) };
}
