// SPDX-License-Identifier: GPL-2.0-only
import { letterOf } from '../lib/mail.ts';
import { restrictionsOf } from '../lib/review/restricts.ts';
import { sentencesOf } from '../lib/review/said.ts';
import { listed } from '../lib/tell.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'review-compatibility',
  severity: 'warning',
  category: 'review',
  needs: ['mails', 'patches'],
  title:
    'A message claims that existing userspace is not affected, but a run saw that it is, or the series takes something away from it.',
  why: 'A maintainer checks this sentence first, and judges a later regression by it.',
  reference:
    'Documentation/admin-guide/reporting-regressions.rst, "What is a regression and what is the no regressions rule?"',
  todo: 'Say who is concerned and how; claim compatibility only of what a run has tried.',
  compare: judge,
};

const WHO = String.raw`(?:(?:existing|old|older|current|legacy|today's|unaware|other|unmodified)\s+(?:\w+\s+){0,2}(?:binar(?:y|ies)|programs?|applications?|apps?|userspace|user\s?space|clients?|tools?|users?|software|VMMs?|guests?)|user\s?space)`;
const UNHURT = String.raw`(?:is|are|remains?|stays?|will be)\s+(?:\w+\s+)?(?:unaffected|unchanged|not (?:affected|concerned|broken))|(?:keeps?|continues?) (?:to )?(?:work|behav|function)|sees? (?:no|nothing)|(?:finds?|sees?) [^.]{0,60}\bas it (?:always )?(?:was|has|did)|loses? nothing|(?:does|do|will) not (?:notice|break|change|see)`;
const CLAIMS = [
  new RegExp(String.raw`\b${WHO}\b[^.]{0,80}?\b(?:${UNHURT})`, 'i'),
  new RegExp(
    String.raw`\b(?:no (?:functional )?change|nothing changes|no difference|no impact)\b[^.]{0,20}\b(?:for|to) (?:\w+ ){0,2}(?:${WHO}|users?|who|a (?:user|client))`,
    'i',
  ),
  new RegExp(
    String.raw`\b(?:does|do|will|would|should) not (?:break|affect|disturb|regress) (?:any )?(?:\w+ )?${WHO}`,
    'i',
  ),
  /\b(?:loses? nothing|as it (?:always )?(?:was|has been) (?:before|described)|described as it always)\b/i,
  /\b(?:fully |is |remains? |stays? )(?:back(?:ward)?s?[ -])compatib(?:le|ility)\b|\bwithout breaking (?:\w+ ){0,2}(?:users?|userspace|user space|applications|programs|binaries|compatibility|ABI|uAPI)\b/i,
  /\bno (?:user[- ]?(?:space)?[- ]?visible|ABI|uAPI) (?:\w+ )?changes?\b/i,
];

function judge(subject: Subject): Found[] {
  const { mails, run } = subject;
  const claims = mails
    .map(letterOf)
    .flatMap((letter) =>
      sentencesOf(letter.body).flatMap(({ text, line }) =>
        CLAIMS.some((claim) => claim.test(text)) ? [{ file: letter.name, line, text }] : [],
      ),
    );
  if (claims.length === 0) return [];
  if (run && run.broken.length === 0 && run.tried > 0) return [];
  const restrictions = run ? [] : restrictionsOf(subject);
  if (!run && restrictions.length === 0) return [];
  return claims.map(({ file, line, text }) => ({
    file,
    line,
    ...(run
      ? {
          message: `${quoted(text)}: the run ${run.name} saw otherwise: ${listed(run.broken)} of ${run.tried} that were tried`,
        }
      : {
          effect: 'undetermined' as const,
          message: `${quoted(text)}: no run is known that tried it, and the series restricts: ${listed(
            restrictions.map(({ words }) => words),
            3,
          )}`,
        }),
    key: text,
  }));
}

const LONGEST = 90;
function quoted(text: string): string {
  return `"${text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text}"`;
}
