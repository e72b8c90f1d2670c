// SPDX-License-Identifier: GPL-2.0-only
import { letterSeries, topOf } from '../lib/series.ts';
import type { Rule } from '../rule.ts';

const LIST = 'linux-api@vger.kernel.org';
const UAPI = /^(arch\/\w+\/)?include\/uapi\//;

export const rule: Rule = {
  id: 'series-api-list',
  severity: 'warning',
  category: 'series',
  needs: ['mails'],
  title: 'A series with recipients changes the UAPI, and does not go to linux-api@vger.kernel.org.',
  why: 'The people who review interfaces read that list: those of libraries, man pages and other programs that have to live with it.',
  reference:
    'Documentation/process/submit-checklist.rst, "Provide documentation"; Documentation/process/submitting-patches.rst, "Select the recipients for your patch"',
  todo: `Add "Cc: ${LIST}" to the mails that change the UAPI.`,
  compare({ mails }) {
    const { covers, patches } = letterSeries(mails);
    const recipients = [...covers, ...patches].flatMap(({ headers }) => [
      headers.get('to') ?? '',
      headers.get('cc') ?? '',
    ]);
    // Mails that have none yet are not ready to be sent: who gets them is still open.
    if (recipients.every((text) => text === '')) return [];
    if (recipients.some((text) => text.toLowerCase().includes(LIST))) return [];
    const first = patches.find(({ files }) => files.some(({ path }) => UAPI.test(path)));
    const header = first?.files.find(({ path }) => UAPI.test(path))?.path;
    if (!first || header === undefined) return [];
    return [{ ...topOf(first), message: `${header} changes, and ${LIST} is not among the recipients` }];
  },
};
