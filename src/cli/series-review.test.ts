// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { Finding } from '../../checks/rule.ts';
import { refuseRemarks } from './series-review.ts';

const remark: Finding = {
  ...{ rule: 'review-origin', severity: 'warning', file: '0001-lamp.patch', line: 7 },
  message: '"The proposal of 2016" has no link: the mail has none',
};

test('a series without remarks is not refused', () => {
  expect(() => refuseRemarks([], 'lamp', 'debian:6.1')).not.toThrow();
});

test('a series with remarks is refused, with each remark and its place', () => {
  const text = (work: () => void) => {
    try {
      work();
    } catch (error) {
      const { code, title, where, detail, hint } = error as Record<string, string>;
      return { code, title, where, detail, hint };
    }
    return undefined;
  };
  expect(text(() => refuseRemarks([remark, remark], 'lamp', 'debian:6.1'))).toMatchInlineSnapshot(`
    {
      "code": "NOT_READY",
      "detail": "0001-lamp.patch:7: warning: "The proposal of 2016" has no link: the mail has none [review-origin]
    0001-lamp.patch:7: warning: "The proposal of 2016" has no link: the mail has none [review-origin]",
      "hint": "Mend the template, or answer in its message; docs/rules has a page for each. --anyway writes the mails as they are.",
      "title": "a reviewer would have 2 things to say, and nothing was written",
      "where": "lamp on debian:6.1",
    }
  `);
});
