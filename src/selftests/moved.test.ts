// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { movedTo } from './moved.ts';

const KNOWN = ['timers', 'vm', 'filesystems', 'filesystems/openat2', 'net/openvswitch'];

test('a directory that moved, or was renamed, is found under the name that the tree has for it', () => {
  expect(movedTo('openat2', KNOWN)).toEqual(['filesystems/openat2']);
  expect(movedTo('openat2:openat2_test', KNOWN)).toEqual(['filesystems/openat2']);
  expect(movedTo('mm', KNOWN)).toEqual(['vm']);
});

test('one that the tree never had has no other name', () => {
  expect(movedTo('cachestat', KNOWN)).toEqual([]);
  expect(movedTo('./vm', [])).toEqual([]);
});
