// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { type Filtered, stays, termsOf } from './filter.ts';

const failed: Filtered = {
  status: 'FAIL',
  tree: 'debian:7.2 debian-7.2',
  machine: 'x86-intel',
  design: 'opt-in-ioctl opt-in ioctl',
  text: 'opt-in ioctl failed 233/238',
};
const left = (text: string, thing: Filtered = failed) => stays(thing, termsOf(text));

test('each word of a filter narrows, with a key or without', () => {
  expect(termsOf('status:failed  Tree:7.2 -design:opt-in ioctl http://x')).toEqual([
    { key: 'status', value: 'failed', negated: false },
    { key: 'tree', value: '7.2', negated: false },
    { key: 'design', value: 'opt-in', negated: true },
    { key: undefined, value: 'ioctl', negated: false },
    { key: undefined, value: 'http://x', negated: false },
  ]);
  expect(left('status:failed tree:7.2 design:opt-in')).toBe(true);
  expect(left('status:failed tree:6.1')).toBe(false);
  expect(left('233/238')).toBe(true);
  expect(left('-machine:arm')).toBe(true);
  expect(left('-machine:x86')).toBe(false);
});

test('a status is asked for in plain words, and the whole word counts', () => {
  expect(left('status:passed')).toBe(false);
  expect(left('status:failed', { ...failed, status: 'ERROR' })).toBe(true);
  expect(left('status:passed', { ...failed, status: 'XFAIL' })).toBe(true);
  expect(left('status:fail', { ...failed, status: 'XFAIL' })).toBe(false);
  expect(left('status:skip', { ...failed, status: 'PASS SKIP' })).toBe(true);
});

test('what a thing does not have is not held against it', () => {
  expect(left('status:failed machine:arm', { design: 'region-flag', text: '' })).toBe(true);
  expect(left('')).toBe(true);
});
