// SPDX-License-Identifier: GPL-2.0-only
import { baseTexts, finalTexts, isCode } from '../lib/review/changes.ts';
import { patchLetter, prose } from '../lib/review/said.ts';
import { topOf } from '../lib/series.ts';
import { listed } from '../lib/tell.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'review-no-change',
  severity: 'warning',
  category: 'review',
  needs: ['patches', 'whole'],
  title: 'The last patch of a series takes a file back to what it was before the first.',
  why: 'Whoever applies the series has the kernel from before, with more history: there is nothing to merge.',
  reference: 'Documentation/process/submitting-patches.rst, "Separate your changes"',
  todo: 'Leave these patches out, or say at the top of the cover letter that the series ends where it began, and send it as an RFC.',
  compare: judge,
};

/** A series that says so itself: to show a design, to add a test. */
const SAID =
  /\bnets? to (?:nothing|what)\b|\bends? where it (?:began|begins|started)\b|\bnet (?:effect|change|result) (?:is|of [^.]{0,40} is) (?:nothing|none|empty)\b|\b(?:kernel|code|driver|tree) is (?:then |again )?(?:byte for byte )?(?:as|what) it was before\b/i;

function judge(subject: Subject): Found[] {
  const { patches } = subject;
  const [base, final] = [baseTexts(subject), finalTexts(subject)];
  const code = [...final.keys()].filter(isCode);
  const same = code.filter((path) => base.get(path) === final.get(path));
  if (same.length === 0 || SAID.test(prose(subject).replace(/\s+/g, ' '))) return [];
  const last = patches.findLast(({ before, after }) =>
    same.some((path) => before.has(path) || after.has(path)),
  );
  const letter = last && patchLetter(subject, last.subject);
  const changed = patches.filter(({ before, after }) =>
    same.some((path) => before.has(path) || after.has(path)),
  );
  const count = `${changed.length} patches change ${listed(same)}`;
  const message =
    same.length === code.length
      ? `${count}, and the kernel is, byte for byte, what it was before the first`
      : `${count}, and the last leaves ${same.length > 1 ? 'them' : 'it'} as before the first`;
  const place = letter ? topOf(letter) : { file: same[0] ?? '', line: 1 };
  return [{ ...place, symbol: same[0] ?? '', message, key: same.join(' ') }];
}
