// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { parseKtap } from '../guest/ktap.ts';
import { programsOf, programTests } from './tests.ts';

const KTAP = ['1..3', 'ok 1 a', '  1..2', '  ok 1 c', '  not ok 2 d', 'not ok 2 b', 'ok 3 e # SKIP no f', ''];

function program(seconds?: number[]) {
  const document = parseKtap(KTAP.join('\n'));
  return {
    name: 'p',
    verdict: 'FAIL' as const,
    document,
    ...(seconds ? { seconds } : {}),
    milliseconds: 1500,
  };
}

test('a test without subtests has the time from the result before it; subtests have none', () => {
  expect(programTests(program([0.1, 0.2, 0])).map(({ name, seconds }) => [name, seconds])).toEqual([
    ['a', 0.1],
    ['c', undefined],
    ['d', undefined],
    ['e', 0],
  ]);
});

test('where the guest told no times, tests have none, and programs have theirs', () => {
  expect(programTests(program()).every((one) => !('seconds' in one))).toBe(true);
  expect(programsOf([program()])).toEqual([{ name: 'p', seconds: 1.5 }]);
});
