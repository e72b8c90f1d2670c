// SPDX-License-Identifier: GPL-2.0-only
import { Failure } from '../failure.ts';
import { type FileDiff, readDiffs } from './diff.ts';
import { authorOf, characters, isoOf } from './head.ts';
import type { DiffDamage, Message } from './message.ts';
import { refuseOutside } from './paths.ts';
import { isCover, isReply } from './subject.ts';

/** What a mail's text holds. */
export type MailBody = Pick<Message, 'body' | 'notes' | 'diffs' | 'damage'> & {
  readonly author?: string;
  readonly subject?: string;
  readonly date?: string;
};

/** Where git mailinfo ends a message (mailinfo.c, patchbreak). */
const BREAK = /^(?:---[ \t]*$|--- \S|diff -|Index: )/m;

/**
 * What a mail's text holds; headers at its beginning take the place of the mail's own (git-am(1)).
 *
 * @param text latin1
 * @param head lines of the mail above its text
 * @param links symbolic links that patches before have made; those of this one are added
 */
export function mailBodyOf(
  { subject, text, head }: { readonly subject?: string | undefined; readonly text: string; head: number },
  place: string,
  links: Set<string>,
): MailBody {
  // What a cover letter shows is no patch of the series, and what a reply quotes or proposes is none either.
  const asides = isReply(subject) || isCover(subject);
  const { diffs, damage } = asides ? { diffs: [], damage: undefined } : changes(text, place, links, head);
  const prose = asides ? text.length : (BREAK.exec(text)?.index ?? text.length);
  const below = text.slice(prose).split(/^(?:diff -|--- \S+.*\n\+\+\+ |Index: )/m)[0] ?? '';
  const { fields, rest } = fieldsOf(characters(text.slice(0, prose)).replaceAll('\0', '').trim());
  const { from: author, subject: title, date } = fields;
  return {
    body: rest.trim(),
    notes: characters(below.replace(/^---[ \t]*\n/, ''))
      .replaceAll('\0', '')
      .trim(),
    diffs,
    damage,
    ...(author === undefined ? {} : { author: authorOf(author) }),
    ...(title === undefined ? {} : { subject: title }),
    ...(date === undefined ? {} : { date: isoOf(date) }),
  };
}

function changes(
  text: string,
  place: string,
  links: Set<string>,
  head: number,
): { diffs: FileDiff[]; damage: DiffDamage | undefined } {
  try {
    const diffs = readDiffs(text, place);
    refuseOutside(diffs, place, links);
    return { diffs, damage: undefined };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const line = Number(/line (\d+) of its text$/.exec(error.where ?? '')?.[1] ?? 1);
    return { diffs: [], damage: { failure: error, line: line + head } };
  }
}

const FIELD = /^(From|Subject|Date):[ \t]+(\S.*(?:\n[ \t]+\S.*)*)(?:\n|$)/i;

/** Fields that a message begins with, in any order and each once; long ones go on in indented lines. */
function fieldsOf(text: string): {
  fields: Partial<Record<'from' | 'subject' | 'date', string>>;
  rest: string;
} {
  const fields: Partial<Record<'from' | 'subject' | 'date', string>> = {};
  // The envelope line of git format-patch, where a patch was pasted whole.
  let rest = text.replace(/^>?From [0-9a-f]{40} .*\n/, '');
  for (let found = FIELD.exec(rest); found; found = FIELD.exec(rest)) {
    const name = found[1]?.toLowerCase() as 'from' | 'subject' | 'date';
    if (fields[name] !== undefined) break;
    fields[name] = (found[2] ?? '').replace(/\n[ \t]+/g, ' ').trim();
    rest = rest.slice(found[0].length);
  }
  // A sentence that begins with "From:" names no address.
  if (fields.from !== undefined && !/@/.test(fields.from) && rest !== '' && !rest.startsWith('\n'))
    return { fields: {}, rest: text };
  return { fields, rest };
}
