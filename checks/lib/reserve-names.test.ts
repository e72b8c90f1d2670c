// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { keepsSpace } from './reserve-names.ts';

test('space that is kept is told by its name, and what has a meaning of its own is not', () => {
  const kept = [
    'reserved',
    '__reserved_2',
    'pad0',
    '__pad',
    'unused',
    'spare',
    'rsvd1',
    'filler',
    'reserved1_',
  ];
  const meant = ['reserved_blocks', 'spare_disks', 'paddr', 'padlen', 'unused_devs', 'preserved'];
  expect(kept.filter((name) => !keepsSpace(name))).toEqual([]);
  expect(meant.filter(keepsSpace)).toEqual([]);
});
