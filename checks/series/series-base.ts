// SPDX-License-Identifier: GPL-2.0-only
import { letterSeries, topOf } from '../lib/series.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'series-base',
  severity: 'note',
  category: 'series',
  needs: ['mails'],
  title: 'A series that was sent does not say which commit it is made on.',
  why: 'Reviewers, and programs that test what is posted, try the tips of several trees, and give up where none takes it.',
  reference: 'Documentation/process/submitting-patches.rst, "Providing base tree information"',
  todo: 'Let git format-patch --base=auto add the base-commit: line.',
  compare({ mails }) {
    const { covers, patches, alone } = letterSeries(mails);
    const [first] = [...covers, ...patches];
    // What has no id was not sent, and b4 adds the line when it sends.
    const sent = first?.headers.has('message-id');
    if (!first || alone || !sent || first.generated) return [];
    if (mails.some(({ text }) => /^base-commit: [0-9a-f]{12,}/m.test(text))) return [];
    return [{ ...topOf(first), message: 'no base-commit: says what it is made on' }];
  },
};
