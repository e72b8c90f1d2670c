// SPDX-License-Identifier: GPL-2.0-only
import { addressOf, commentsOf, counterpart } from '../../mail/comments.ts';
import type { Message } from '../../mail/message.ts';
import type { PostedSeries } from '../../mail/posted.ts';
import { subjectTags } from '../../mail/subject.ts';
import type { Finding } from '../../series/finding.ts';

/** A tag that somebody gave an older version, and the newest lacks. */
export const TRAILERS = 'series-trailers';
/** A comment on an older version that was neither answered nor heeded. */
export const UNANSWERED = 'series-unanswered';

const QUOTED = 60;

/** What reviewers of older versions gave and said, and the newest version lacks, where the mails hold the thread. */
export function reviewOf(series: PostedSeries): Finding[] {
  return [...trailersMissing(series), ...unanswered(series)];
}

function unanswered(series: PostedSeries): Finding[] {
  const open = commentsOf(series).filter(({ state }) => state === 'open');
  return open.map(({ by, version, line, text, target }) => ({
    ...{ rule: UNANSWERED, severity: 'warning', ...topOf(target) },
    message: `${nameOf(by)} wrote below "${cut(line)}" of version ${version}: "${cut(text)}"; nobody answered, and the line is as it was`,
  }));
}

const TRAILER = /^((?:Reviewed|Acked|Tested)-by):[ \t]*(\S.*@\S+)\s*$/gim;

interface Given {
  readonly tag: string;
  readonly person: string;
  readonly version: number;
}

function trailersMissing(series: PostedSeries): Finding[] {
  const { older, olderCovers, covers, replies, patches } = series;
  const byId = new Map([...older, ...olderCovers].flatMap((one) => (one.id ? [[one.id, one] as const] : [])));
  const missing = new Map<Message, Map<string, Given>>();
  const give = (to: Message, { body }: Pick<Message, 'body'>, version: number) => {
    for (const [, tag = '', person = ''] of body.matchAll(TRAILER)) {
      if (has(to, tag, person) || dropped([to, ...covers])) continue;
      const known = missing.get(to) ?? new Map<string, Given>();
      missing.set(to, known.set(`${tag} ${addressOf(person)}`.toLowerCase(), { tag, person, version }));
    }
  };
  for (const patch of older) {
    const to = counterpart(series, patch);
    if (to) give(to, patch, subjectTags(patch.subject).version);
  }
  for (const reply of replies) {
    const given = reply.parents.map((id) => byId.get(id)).find((one) => one !== undefined);
    if (!given) continue;
    const { version } = subjectTags(given.subject);
    const targets = olderCovers.includes(given)
      ? older
          .filter(({ subject }) => subjectTags(subject).version === version)
          .flatMap((patch) => counterpart(series, patch) ?? [])
      : [counterpart(series, given)];
    for (const to of new Set(targets)) if (to) give(to, reply, version);
  }
  return patches.flatMap((patch): Finding[] => {
    const given = [...(missing.get(patch)?.values() ?? [])];
    if (given.length === 0) return [];
    const told = given.map(({ tag, person, version }) => `${tag}: ${person} (version ${version})`);
    const message = `the patch lacks what reviewers gave it before: ${told.join(', ')}`;
    return [{ rule: TRAILERS, severity: 'warning', ...topOf(patch), message }];
  });
}

function has({ body }: Message, tag: string, person: string): boolean {
  const name = nameOf(person).toLowerCase();
  return [...body.matchAll(/^([\w-]+-by):[ \t]*(.*)$/gim)].some(
    ([, other = '', value = '']) =>
      other.toLowerCase() === tag.toLowerCase() &&
      (addressOf(value) === addressOf(person) || nameOf(value).toLowerCase() === name),
  );
}

/** A change log that says that tags were dropped, because the patch is another one now. */
function dropped(mails: readonly Message[]): boolean {
  return mails.some(({ body, notes }) =>
    /\b(?:dropp?(?:ed|ing)?|remov(?:ed|ing)|reset)\b.{0,60}(?:-by\b|\b[RAT]-?bs?\b|\btags?\b|\btrailers?\b)|(?:-by\b|\btags?\b).{0,40}\b(?:dropped|removed)\b/i.test(
      `${body}\n${notes}`,
    ),
  );
}

function topOf({ file, offset, mail }: Message): { file: string; line: number } {
  const subject = mail.split('\n').findIndex((line) => /^subject:/i.test(line));
  return { file, line: Math.max(1, subject + 1 + offset) };
}

function nameOf(person: string): string {
  return /^\s*"?([^"<]*?)"?\s*</.exec(person)?.[1] || person;
}

function cut(text: string): string {
  return text.length > QUOTED ? `${text.slice(0, QUOTED - 1)}…` : text;
}
