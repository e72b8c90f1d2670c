// SPDX-License-Identifier: GPL-2.0-only

import type { Mail } from '../../src/series/mail.ts';
import { isPatchLetter, type Letter, letterOf } from './mail.ts';

/** The mails of a series as rules about all of them see it. */
export interface LetterSeries {
  readonly covers: readonly Letter[];
  readonly patches: readonly Letter[];
  /**
   * One mail of several, handed in alone, as a checker that is called for each patch gets it: nothing can be said of
   * the others.
   */
  readonly alone: boolean;
}

export function letterSeries(mails: readonly Mail[]): LetterSeries {
  const all = mails.map(letterOf);
  const patches = all.filter(isPatchLetter);
  const [first] = patches;
  const covers = all.filter((letter) => !isPatchLetter(letter));
  return { covers, patches, alone: all.length === 1 && (first?.total ?? 1) > 1 };
}

export function topOf({ name, subject }: Letter): { file: string; line: number } {
  return { file: name, line: Math.max(1, subject.line) };
}
