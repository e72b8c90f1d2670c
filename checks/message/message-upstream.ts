// SPDX-License-Identifier: GPL-2.0-only
import { isPatchLetter, type Letter, letterOf } from '../lib/mail.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'message-upstream',
  severity: 'warning',
  category: 'message',
  needs: ['mails'],
  title: 'A patch for a stable tree does not name the commit of mainline that it is.',
  why: 'The stable team takes what mainline has, and looks it up by that line; without it the patch is sent back.',
  reference: 'Documentation/process/stable-kernel-rules.rst, "Option 3"',
  todo: 'Begin the message with "commit <sha1> upstream." or "[ Upstream commit <sha1> ]", or say why mainline does not have it.',
  compare: ({ mails }) => mails.map(letterOf).filter(isPatchLetter).flatMap(judge),
};

/** `[PATCH 6.1.y]`, `[PATCH stable 5.10 1/2]`, `[PATCH 6.6/6.1]`; `[PATCH v6.1]` is one as well. */
const BRANCH = /(?:^|[\s/,(-])v?([2-9]\.\d{1,2})(?:\.\d+)?(?:[.-][yx])?(?=$|[\s/,)-])/i;
const UPSTREAM =
  /\b(?:commit\s+[0-9a-f]{12,40}\s+(?:upstream|in (?:upstream|mainline))|upstream[ -]commit:?\s+[0-9a-f]{12,40}|(?:cherry[ -]picked|backported|taken|adapted)\s+from\s+(?:upstream\s+)?commit\s+[0-9a-f]{12,40}|upstream:\s+[0-9a-f]{12,40}|this reverts commit)/i;
/** The author knows that mainline has it not, and says so. */
const ELSEWHERE =
  /\b(?:(?:no|not|never|without)\b.{0,60}\b(?:upstream|mainline)|(?:upstream|mainline|master|linus)\b.{0,80}\b(?:not|never|no longer|n't|different(?:ly)?|already|removed|rewrote|rewritten|refactored)|stable[- ]only|only (?:in|for|affects) (?:the )?stable)/i;

function judge({ name, prefix, subject, headers, body }: Letter): Found[] {
  const recipients = [headers.get('to'), headers.get('cc')].join(' ');
  const branch = BRANCH.exec(prefix)?.[1];
  const stable = /\bstable@(?:vger\.)?kernel\.org\b/i.test(recipients);
  // The stable team's own reviews have the line; a patch for a branch of somebody else is not for it.
  if (branch === undefined || !stable) return [];
  const text = body.map((line) => line.text).join(' ');
  if (UPSTREAM.test(text) || ELSEWHERE.test(text)) return [];
  const message = `the patch is for ${branch}, and no line names the commit of mainline: "commit <sha1> upstream."`;
  return [{ file: name, line: body[0]?.line ?? Math.max(1, subject.line), message }];
}
