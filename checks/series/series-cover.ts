// SPDX-License-Identifier: GPL-2.0-only
import { letterSeries, topOf } from '../lib/series.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'series-cover',
  severity: 'note',
  category: 'series',
  needs: ['mails', 'sending'],
  title: 'A series of several patches has no cover letter.',
  why: 'Each patch says what it does. Only a cover letter says why they are one series, and what changed since the last version.',
  reference:
    'Documentation/process/5.Posting.rst, "Patch formatting and changelogs"; Documentation/process/submitting-patches.rst, "Respond to review comments"',
  todo: 'Write one: git format-patch --cover-letter.',
  compare({ mails }) {
    const { covers, patches, alone } = letterSeries(mails);
    const first = patches.find(({ total }) => (total ?? 1) > 1);
    if (alone || covers.length > 0 || !first) return [];
    return [{ ...topOf(first), message: `the series of ${first.total} patches has no cover letter` }];
  },
};
