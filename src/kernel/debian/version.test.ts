// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { compareVersions } from './version.ts';

const OLDEST_FIRST = [
  '5.10.209-2',
  '5.10.262-1',
  '6.1~rc3-1~exp1',
  '6.1-1',
  '6.1.2-1',
  '6.1.10-1',
  '6.12.117-1~bpo12+1',
  '6.12.117-1~deb12u1',
  '6.12.117-1',
  '6.12.117-1+b1',
  '6.12.117-2',
  '1:0.1-1',
];

test('versions are ordered as dpkg orders them', () => {
  expect([...OLDEST_FIRST].reverse().sort(compareVersions)).toEqual(OLDEST_FIRST);
});

test.each([
  ['1.0', '1.0-0'],
  ['1.001', '1.1'],
  ['0:1.0', '1.0'],
])('%s and %s are the same version', (a, b) => {
  expect(compareVersions(a, b)).toBe(0);
});
