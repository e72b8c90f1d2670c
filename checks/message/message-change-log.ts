// SPDX-License-Identifier: GPL-2.0-only
import { isPatchLetter, type Letter, letterOf } from '../lib/mail.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'message-change-log',
  severity: 'warning',
  category: 'message',
  needs: ['mails'],
  checkpatch: ['COMMIT_LOG_VERSIONING'],
  title: 'The commit message tells the versions of the patch, above the --- line.',
  why: 'What changed between v1 and v2 is for the reviewers of v2; in the log, where v1 never was, it only makes work for whoever has to take it out.',
  reference: 'Documentation/process/submitting-patches.rst, "The canonical patch format", "Commentary"',
  todo: 'Move it below the --- line, or into the cover letter.',
  compare: ({ mails }) => mails.map(letterOf).filter(isPatchLetter).flatMap(judge),
};

export const VERSIONS =
  /^ {0,2}\[?(v\d{1,3}\s*(:|[-=]+>|→)|(changes|changed|change ?log|differences)\b.{0,12}\b(since|in|from|between|for|to)?\s*v\d|changes since (the )?(last|previous) (version|submission)|change ?log:?\s*$)/i;

/** One finding a mail, at the first such line: the others belong to it. */
function judge({ name, body }: Letter): Found[] {
  const first = body.find(({ text }) => VERSIONS.test(text));
  if (!first) return [];
  return [{ file: name, line: first.line, message: `"${first.text.trim()}" belongs below the --- line` }];
}
