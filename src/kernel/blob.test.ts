// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { blobId } from './blob.ts';

test('a blob’s id is the one that git gives it', () => {
  expect(blobId('')).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391');
  expect(blobId('hello\n')).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
  expect(blobId('caf\xe9\n')).toBe('6f83395d973c448cdb70a7b21f7fc8018797acf6');
});
