// SPDX-License-Identifier: GPL-2.0-only
import type { Letter } from '../lib/mail.ts';
import { letterSeries, topOf } from '../lib/series.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'series-change-log',
  severity: 'warning',
  category: 'series',
  needs: ['mails'],
  title: 'A second or later version does not say what changed.',
  why: 'A reviewer of version 1 looks for what is new, and for answers to the comments. Without a change log reviewers read all of it again, or none.',
  reference:
    'Documentation/process/submitting-patches.rst, "Respond to review comments" and "The canonical patch format", "Commentary"',
  todo: 'Add "Changes in v2: …" to the cover letter, or below the --- line of the patches that changed.',
  compare({ mails }) {
    const { covers, patches, alone } = letterSeries(mails);
    const [first] = [...covers, ...patches];
    if (alone || !first || first.version < 2) return [];
    if (
      covers.some((cover) => tellsInBody(cover) || tellsBelow(cover)) ||
      patches.some((letter) => tellsBelow(letter) || tellsInBody(letter))
    )
      return [];
    return [{ ...topOf(first), message: `nothing says what version ${first.version} changes` }];
  },
};

const TELLS =
  /\bv\d{1,2}\b|\bchang(e|es|ed|elog)\b|\b(since|previous|last) (the )?(version|submission|post)/i;

/** Above the --- line it is in the wrong place, which is what message-change-log says. */
function tellsInBody({ body, patch, files }: Letter): boolean {
  const pattern = patch === 0 && files.length === 0 ? TELLS : /^ {0,2}\[?(v\d{1,2}\b.*:|chang\w+ .*v\d)/i;
  return body.some(({ text }) => pattern.test(text));
}

function tellsBelow({ below }: Letter): boolean {
  return below.some(({ text }) => TELLS.test(text) && !/ \|\s+\d+ |\bfiles? changed\b/.test(text));
}
