// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { cumulative } from './parts/latencies.ts';

const bucket = (from: number, to: number, count: number) => ({ from, to, count });

test('a histogram gives the share that was at most so slow, up to all of it', () => {
  const spread = { unit: 'ns', samples: 100, buckets: [bucket(40, 50, 90), bucket(200, 300, 10)] };
  expect(cumulative(spread)).toEqual([
    { at: 40, share: 0 },
    { at: 50, share: 0.9 },
    { at: 300, share: 1 },
  ]);
  expect(cumulative({ unit: 'ns', samples: 0, buckets: [] })).toEqual([]);
});

test('steps that are lower than a line are one, and the slowest sample stays', () => {
  const tail = Array.from({ length: 50 }, (_, at) => bucket(100 + at, 101 + at, 1));
  const steps = cumulative({ unit: 'ns', samples: 100_050, buckets: [bucket(0, 50, 100_000), ...tail] });
  expect(steps.map(({ at }) => at)).toEqual([1, 50, 150]);
  expect(steps.at(-1)?.share).toBeCloseTo(1);
});
