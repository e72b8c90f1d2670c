// SPDX-License-Identifier: GPL-2.0-only
import { isPatchLetter, type Letter, letterOf } from '../lib/mail.ts';
import { messageTags, tagsNamed } from '../lib/tag.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'message-stable',
  severity: 'warning',
  category: 'message',
  needs: ['mails'],
  checkpatch: ['BAD_STABLE_ADDRESS_STYLE'],
  title: 'A patch goes to stable as a recipient without the Cc: tag, or the tag has a comment without #.',
  why: 'The stable team takes patches by the tag once they are in mainline; the mail itself it sees too early.',
  reference:
    'Documentation/process/submitting-patches.rst, "Select the recipients for your patch"; Documentation/process/stable-kernel-rules.rst, "Option 1"',
  todo: 'Put `Cc: stable@vger.kernel.org # 6.1+` among the tags; the comment may be left out.',
  compare: ({ mails }) => mails.map(letterOf).filter(isPatchLetter).flatMap(judge),
};

const STABLE = /\bstable@(vger\.)?kernel\.org\b/;

function judge(letter: Letter): Found[] {
  const tags = tagsNamed(messageTags(letter), 'Cc').filter(({ value }) => STABLE.test(value));
  const found = tags
    .filter(({ value }) => !/^[^#]*stable@(?:vger\.)?kernel\.org>?(?:,.*)?\s*(#.*)?$/.test(value))
    .map(({ value, line }) => ({
      file: letter.name,
      line,
      message: `"Cc: ${value}": what stands behind the address begins with #`,
    }));
  const recipients = [letter.headers.get('to'), letter.headers.get('cc')].join(' ');
  if (!STABLE.test(recipients) || tags.length > 0 || isBackport(letter)) return found;
  const message = 'the mail goes to stable, but no "Cc: stable@vger.kernel.org" is among the tags';
  return [...found, { file: letter.name, line: Math.max(1, letter.subject.line), message }];
}

/** A mail to the stable team itself: "[PATCH 6.1.y]", or what mainline has already. */
function isBackport({ prefix, body }: Letter): boolean {
  const upstream = /\b(commit [0-9a-f]{12,40} upstream|upstream commit [0-9a-f]{12,40})\b/i;
  return /\b\d+\.\d+\b|\bstable\b/i.test(prefix) || body.some(({ text }) => upstream.test(text));
}
