// SPDX-License-Identifier: GPL-2.0-only
import { letterSeries, topOf } from '../lib/series.ts';
import type { Rule } from '../rule.ts';

const MOST = 15;

export const rule: Rule = {
  id: 'series-size',
  severity: 'note',
  category: 'series',
  needs: ['mails'],
  title: 'A series has more than 15 patches.',
  why: 'Nobody reviews thirty patches at a time.',
  reference: 'Documentation/process/submitting-patches.rst, "Separate your changes"',
  todo: 'Post the first 15 or so, and the others when those are in.',
  compare({ mails }) {
    const { patches, alone } = letterSeries(mails);
    const [first] = patches;
    const total = Math.max(first?.total ?? 0, first?.patch === undefined ? 0 : mails.length - 1);
    // Whoever is handed the mails one by one says it once.
    if (!first || total <= MOST || (alone && first.patch !== 1)) return [];
    return [
      {
        ...topOf(first),
        message: `the series has ${total} patches, and reviewers read about ${MOST} at a time`,
      },
    ];
  },
};
