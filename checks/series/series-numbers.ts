// SPDX-License-Identifier: GPL-2.0-only
import type { Letter } from '../lib/mail.ts';
import { letterSeries, topOf } from '../lib/series.ts';
import { listed } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'series-numbers',
  severity: 'warning',
  category: 'series',
  needs: ['mails'],
  title:
    'The mails of a series disagree on the version or on their number, or one is missing or there twice.',
  why: 'Reviewers and tools put a series together by [PATCH v2 1/3]. They drop a mail that is numbered otherwise, or take it for another series.',
  reference: 'Documentation/process/submitting-patches.rst, "The canonical patch format", "Subject Line"',
  todo: 'Make all mails of the series by one git format-patch, with -v for the version.',
  compare({ mails }) {
    const { covers, patches, alone } = letterSeries(mails);
    const numbered = patches.filter(({ patch }) => patch !== undefined);
    // Patches without numbers are patches on their own, be they ever so many.
    if (alone || numbered.length === 0) return [];
    return [...contradictions([...covers, ...numbered]), ...unnumbered(patches), ...gaps(numbered)];
  },
};

/** Versions and totals that differ from the first mail's, each told once. */
function contradictions(letters: readonly Letter[]): Found[] {
  const [first, ...others] = letters;
  if (!first) return [];
  const told = new Map<string, { letter: Letter; count: number; what: string; against: string }>();
  for (const letter of others) {
    const version = letter.version !== first.version;
    if (!version && letter.total === first.total) continue;
    const what = version ? `version ${letter.version}` : `of ${letter.total} patches`;
    const against = version ? `version ${first.version}` : `of ${first.total ?? 'an unknown number'}`;
    const known = told.get(what);
    if (known) known.count++;
    else told.set(what, { letter, count: 1, what, against });
  }
  return [...told.values()].map(({ letter, count, what, against }) => ({
    ...topOf(letter),
    message: `${count === 1 ? 'this is' : `this and ${count - 1} more are`} ${what}, ${first.name} is ${against}`,
  }));
}

function unnumbered(patches: readonly Letter[]): Found[] {
  return patches
    .filter(({ patch }) => patch === undefined)
    .map((letter) => ({
      ...topOf(letter),
      severity: 'note',
      message: 'the patch has no number among others that have',
    }));
}

function gaps(numbered: readonly Letter[]): Found[] {
  const seen = new Map<number, Letter>();
  const found: Found[] = [];
  for (const letter of numbered) {
    const other = seen.get(letter.patch ?? 0);
    if (other) found.push({ ...topOf(letter), message: `${other.name} is patch ${letter.patch} as well` });
    else seen.set(letter.patch ?? 0, letter);
  }
  const [first] = numbered;
  const total = first?.total ?? 0;
  const missing = Array.from({ length: Math.min(total, 999) }, (_, at) => at + 1).filter(
    (at) => !seen.has(at),
  );
  if (first && missing.length > 0)
    found.push({
      ...topOf(first),
      severity: 'note',
      message: `of ${total} patches ${listed(missing.map(String))} ${missing.length > 1 ? 'are' : 'is'} missing`,
    });
  return found;
}
