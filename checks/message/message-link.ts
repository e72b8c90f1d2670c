// SPDX-License-Identifier: GPL-2.0-only
import { type Letter, letterOf } from '../lib/mail.ts';
import { messageTags, tagsNamed } from '../lib/tag.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'message-link',
  severity: 'warning',
  category: 'message',
  needs: ['mails'],
  checkpatch: ['BAD_REPORTED_BY_LINK'],
  title: 'A report is credited without a Closes: or Link: to it, or such a tag holds no address.',
  why: 'The report tells what the fix is for, and trackers close it by the tag.',
  reference:
    'Documentation/process/submitting-patches.rst, "Describe your changes" and "Using Reported-by:, Tested-by:, Reviewed-by:, Suggested-by: and Fixes:"',
  todo: 'Put `Closes: https://…` behind Reported-by:, `Link:` where the patch fixes a part only; none where the report is not on the web.',
  compare: ({ mails }) => mails.map(letterOf).flatMap(judge),
};

function judge(letter: Letter): Found[] {
  const tags = messageTags(letter);
  const links = [...tagsNamed(tags, 'Closes'), ...tagsNamed(tags, 'Link')];
  const wrong = links
    .filter(({ value }) => !/^<?https?:\/\/[^\s>]+\.[^\s>]+/.test(value))
    .map(({ name, value, line }) => ({
      file: letter.name,
      line,
      message: `"${name}: ${value}" is no address of the web`,
    }));
  const [first] = tags.filter(({ name }) => /^reported-(and-tested-)?by$/i.test(name));
  if (!first || links.some(({ line }) => line > first.line)) return wrong;
  // A person who reported by word of mouth has no page; checkpatch.pl asks as well.
  const message = 'no Closes: or Link: behind it says where the report is';
  return [...wrong, { file: letter.name, line: first.line, severity: 'note', message }];
}
