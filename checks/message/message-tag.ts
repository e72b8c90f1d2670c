// SPDX-License-Identifier: GPL-2.0-only
import { distance } from 'fastest-levenshtein';
import { type Letter, letterOf } from '../lib/mail.ts';
import { messageTags, PERSON_TAGS, type Tag } from '../lib/tag.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'message-tag',
  severity: 'warning',
  category: 'message',
  needs: ['mails'],
  checkpatch: ['BAD_SIGN_OFF'],
  title: 'A tag is misspelled, or names nobody.',
  why: 'Tags are read by programs: git, b4 and the scripts that count and notify see no tag in "Signed-of-by", and nobody in a name without an address.',
  reference:
    'Documentation/process/submitting-patches.rst, "Sign your work", "When to use Acked-by:, Cc:, and Co-developed-by:" and "Using Reported-by:, Tested-by:, …"',
  todo: "Write the tag as the document does, with the person's name and address.",
  compare: ({ mails }) => mails.map(letterOf).flatMap(judge),
};

/** Tags of other words are allowed ("Some people also put extra tags at the end"); a slip of two letters is none. */
const SLIPS = 2;

function judge(letter: Letter): Found[] {
  return messageTags(letter).flatMap((tag) => {
    const found = spelling(tag) ?? person(tag);
    return found === undefined ? [] : [{ file: letter.name, line: tag.line, message: found }];
  });
}

function spelling({ name }: Tag): string | undefined {
  if (!/by$/i.test(name) || (PERSON_TAGS as readonly string[]).includes(name)) return undefined;
  const near = PERSON_TAGS.find((known) => distance(known.toLowerCase(), name.toLowerCase()) <= SLIPS);
  return near && `"${name}:" is no tag: "${near}:"`;
}

function person({ name, value }: Tag): string | undefined {
  if (!(PERSON_TAGS as readonly string[]).includes(name) || /\S+@\S+/.test(value)) return undefined;
  return `"${name}: ${value}" has no address`;
}
