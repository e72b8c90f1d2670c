// SPDX-License-Identifier: GPL-2.0-only
import { patchLetters } from '../lib/mail.ts';
import { sentencesOf } from '../lib/review/said.ts';
import { topOf } from '../lib/series.ts';
import { messageTags, tagsNamed } from '../lib/tag.ts';
import { listed } from '../lib/tell.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'review-origin',
  severity: 'warning',
  category: 'review',
  needs: ['mails'],
  title:
    'A patch mentions an earlier proposal without a link to it, or links to a thread that did not propose it.',
  why: 'Readers follow the link to find the objections to a design, and must not end in the discussion of another one.',
  reference: 'Documentation/process/submitting-patches.rst, "Describe your changes"',
  todo: 'Put `Link:` to the mail that proposed it, by its message id, and name who did.',
  compare: (subject) => [...strange(subject), ...unlinked(subject)],
};

/** Of a design whose origin is known: patches all of whose links lead elsewhere. */
function strange({ mails, origins, patches }: Subject): Found[] {
  if (!origins || origins.length === 0) return [];
  const shared = new Set(patches.flatMap(({ subject, role }) => (role === 'prerequisite' ? [subject] : [])));
  const own = patchLetters(mails).filter(({ subject }) => !shared.has(subject.text));
  return own.flatMap((letter): Found[] => {
    const links = tagsNamed(messageTags(letter), 'Link').filter(({ value }) =>
      /lore\.kernel\.org|lkml\.kernel\.org|\/r\//.test(value),
    );
    const [first] = links;
    if (!first || links.some(({ value }) => origins.some((id) => value.includes(id)))) return [];
    const message = `the link leads to ${first.value}, and the design was proposed in ${listed([...origins])}`;
    return [{ file: letter.name, line: first.line, message, key: letter.subject.text }];
  });
}

const EARLIER =
  /\b(?:the|an? (?:earlier|older|previous)|this) (?:proposals?|RFC|series|patch(?:es)?|discussions?|threads?|postings?) (?:of|from|in) (?:(?:January|February|March|April|May|June|July|August|September|October|November|December) )?((?:19|20)\d\d)\b|\b(?:proposed|posted|suggested|rejected|discussed) (?:back )?in (?:(?:January|February|March|April|May|June|July|August|September|October|November|December) )?((?:19|20)\d\d)\b/i;

/** A discussion by its year, and no link of the mail that could be to it. */
function unlinked({ mails }: Subject): Found[] {
  return patchLetters(mails).flatMap((letter): Found[] => {
    const text = letter.body.map((line) => line.text).join('\n');
    for (const sentence of sentencesOf(letter.body)) {
      const [words = '', one, other] = EARLIER.exec(sentence.text) ?? [];
      const year = one ?? other;
      if (year === undefined) continue;
      const links = [...text.matchAll(/https?:\/\/\S+/g)].map(([link]) => link);
      // An id mostly begins with a date; one that does not may be of any year.
      const isOf = (link: string) => !/\/(?:19|20)\d{6}/.test(link) || link.includes(`/${year}`);
      if (links.some(isOf)) continue;
      const message = `"${words}" has no link: ${links.length > 0 ? `${links[0]} is of another year` : 'the mail has none'}`;
      return [{ ...topOf(letter), line: sentence.line, message, key: words }];
    }
    return [];
  });
}
