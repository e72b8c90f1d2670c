// SPDX-License-Identifier: GPL-2.0-only
import { type Letter, patchLetters } from '../lib/mail.ts';
import type { DiffLine } from '../lib/mail-diff.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'patch-whitespace',
  severity: 'note',
  category: 'patch',
  needs: ['mails'],
  title: 'Some hunks change only blanks, among hunks that change code.',
  why: 'They are not the change that the message argues for. They hide it from reviewers, and cause conflicts when somebody ports it.',
  reference: 'Documentation/process/submitting-patches.rst, "Separate your changes"',
  todo: 'Take them out, or make them a patch of their own.',
  compare: ({ mails }) => patchLetters(mails).flatMap(judge),
};

function judge({ files }: Letter): Found[] {
  const hunks = files
    .filter(({ path, change }) => change === 'changed' && /\.[chS]$/.test(path))
    .flatMap(({ path, hunks: all }) => all.map((hunk) => ({ path, hunk })));
  const blank = hunks.filter(({ hunk }) => changesBlanksOnly(hunk));
  const [first] = blank;
  if (!first || blank.length === hunks.length) return [];
  const line = first.hunk.find(({ sign }) => sign !== ' ')?.at ?? 1;
  const count = blank.length > 1 ? `${blank.length} hunks change` : 'a hunk changes';
  const message = `${count} nothing but blanks, beside ${hunks.length - blank.length} that change code`;
  return [{ file: first.path, line, message }];
}

function changesBlanksOnly(hunk: readonly DiffLine[]): boolean {
  const side = (wanted: DiffLine['sign']) =>
    hunk
      .filter(({ sign }) => sign === wanted)
      .map(({ text }) => text.replace(/\s+/g, ''))
      .join('');
  return side('-') === side('+');
}
