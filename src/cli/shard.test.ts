// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { shardOf } from './shard.ts';

test('the shards of a plan have each of its runs once', () => {
  for (const of of [1, 2, 3, 5]) {
    const shards = Array.from({ length: of }, (_, at) => shardOf({ shard: `${at + 1}/${of}` }));
    for (let place = 0; place < 11; place++)
      expect(
        shards.filter((mine) => mine(place)),
        `${place} of ${of}`,
      ).toHaveLength(1);
  }
});

test.each(['0/2', '3/2', '1', 'a/b', '1/0', '1/2/3', ''])('%j is no shard', (shard) => {
  expect(() => shardOf({ shard })).toThrow(/--shard needs a part like/);
});
