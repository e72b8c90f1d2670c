// SPDX-License-Identifier: GPL-2.0-only
import { type Letter, letterOf, type MessageLine } from '../lib/mail.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'message-fixes-tag',
  severity: 'warning',
  category: 'message',
  needs: ['mails'],
  checkpatch: ['BAD_FIXES_TAG'],
  title: 'A Fixes: tag has fewer than 12 digits, no title in ("…"), or more than one line.',
  why: 'Scripts find by it which stable kernels need the fix; a tag that they cannot read is a fix that does not arrive.',
  reference: 'Documentation/process/submitting-patches.rst, "Describe your changes"',
  todo: 'Write `Fixes: 1a2b3c4d5e6f ("title of that commit")` on one line, however long.',
  compare: ({ mails }) => mails.map(letterOf).flatMap(judge),
};

/** The tag as people write it; prose says "fixes" too, but seldom a number behind it. */
export const FIXES = /^\s*fix(?:es|ed)?\s*:?\s+(?:commit\s+)?([0-9a-f]{5,40})\b(.*)$/i;
/** As the scripts of linux-next take it: blanks do no harm. */
const GOOD = /^Fixes:\s+[0-9a-f]{12,40}\s+\("\s*\S.*"\)/;

function judge({ name, body }: Letter): Found[] {
  return body.flatMap((line): Found[] => {
    const [, id = '', rest = ''] = FIXES.exec(line.text) ?? [];
    if (id === '' || !/\d/.test(id) || GOOD.test(line.text)) return [];
    return [{ file: name, line: line.line, message: fault(line, id, rest) }];
  });
}

function fault({ text }: MessageLine, id: string, rest: string): string {
  if (id.length < 12) return `the tag names the commit ${id} by ${id.length} digits, at least 12 are needed`;
  if (/^\s*\(?"/.test(rest) && !/"\)?\s*$/.test(rest))
    return 'the tag goes on in a second line, which no script reads';
  if (!/^\s*\(/.test(rest)) return `the tag has no title: Fixes: ${id.slice(0, 12)} ("title")`;
  return `"${text.trim()}" is not in the form of the tag: Fixes: ${id.slice(0, 12)} ("title")`;
}
