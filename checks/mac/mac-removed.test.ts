// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { examineBy } from '../engine/examine.ts';
import { subjectOf } from '../samples/sample.ts';
import { rule } from './mac-removed.ts';

/** What is said where so many macros of a header go, and as many of another. */
function removed(...counts: readonly number[]) {
  const texts = (of: (count: number, header: number) => string) =>
    Object.fromEntries(counts.map((count, at) => [`include/uapi/linux/lamp${at}.h`, of(count, at)]));
  const macros = (count: number, header: number) =>
    Array.from({ length: count }, (_, at) => `#define LAMP${header}_${at} ${at + 1}\n`).join('');
  const subject = subjectOf({ name: 'made', before: texts(macros), after: texts(() => '') });
  return examineBy(subject, { catalogue: [rule] }).findings.map(({ symbol, inherited = [] }) => [
    symbol,
    inherited.length,
  ]);
}

test('a dozen macros that go are told one by one, more than that as one', () => {
  expect(removed(12)).toHaveLength(12);
  expect(removed(13)).toEqual([['LAMP0_0', 12]]);
});

test('what goes from two headers has two causes', () => {
  expect(removed(13, 14)).toEqual([
    ['LAMP0_0', 12],
    ['LAMP1_0', 13],
  ]);
});
