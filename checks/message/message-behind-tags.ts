// SPDX-License-Identifier: GPL-2.0-only
import { isPatchLetter, type Letter, letterOf } from '../lib/mail.ts';
import { messageTags, tagsNamed } from '../lib/tag.ts';
import type { Found, Rule } from '../rule.ts';
import { VERSIONS } from './message-change-log.ts';

export const rule: Rule = {
  id: 'message-behind-tags',
  severity: 'warning',
  category: 'message',
  needs: ['mails'],
  title: 'The commit message goes on behind the tags.',
  why: 'git interpret-trailers, b4 and the scripts that count read the last paragraph as the tags; a footnote behind it hides them all.',
  reference:
    'git-interpret-trailers(1); Documentation/process/submitting-patches.rst, "The canonical patch format" and "Commentary"',
  todo: 'Put the text above the tags, or below the --- line where it is for reviewers.',
  compare: ({ mails }) => mails.map(letterOf).filter(isPatchLetter).flatMap(judge),
};

/** `[ada: reworded]`, what git and quilt write, and the end of a signature. */
const NOTE = /^\s*\[.*|.*\]\s*$|^\((?:cherry[ -]picked|backported) from .*|^\s*(?:Conflicts:|#).*|^-- ?$/;

function judge(letter: Letter): Found[] {
  const { name, body } = letter;
  const last = tagsNamed(messageTags(letter), 'Signed-off-by').at(-1);
  if (!last) return [];
  const behind = body.filter(({ line, text }) => line > last.line && text.trim() !== '');
  // Any word with a colon may be somebody's tag, and an indented line goes on with one.
  const first = behind.find(
    ({ text }) => !/^[A-Za-z][\w-]*(?: [\w-]+)?:(?:\s|$)/.test(text) && !/^\s/.test(text) && !NOTE.test(text),
  );
  // A change log is message-change-log's affair.
  if (!first || behind.some(({ text }) => VERSIONS.test(text))) return [];
  const shown = first.text.length > 60 ? `${first.text.slice(0, 59)}…` : first.text;
  return [{ file: name, line: first.line, message: `"${shown}" stands behind the tags` }];
}
