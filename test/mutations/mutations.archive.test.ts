// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest';
import { openSide } from '../../src/uapi/side.ts';
import { testContext } from '../support.ts';
import { corpus } from './corpus/index.ts';
import { type Base, baseOf, outcomeOf } from './outcome.ts';

const SAFE = ['identical', 'additive', 'additive-proven'];

test('the corpus is large enough, and a third of it is safe', () => {
  const ids = new Set(corpus.map(({ id }) => id));
  const safe = corpus.filter(({ label }) => label.verdict.some((verdict) => SAFE.includes(verdict)));
  expect(ids.size).toBe(corpus.length);
  expect(ids.size).toBeGreaterThanOrEqual(90);
  expect(safe.length / corpus.length).toBeGreaterThan(1 / 3);
  expect(corpus.filter(({ twin }) => twin !== undefined && !ids.has(twin))).toEqual([]);
});

describe.each(['6.12', '7.2'] as const)('mutations of %s', (series) => {
  const mine = corpus.filter(({ tree }) => tree === series);
  let base: Promise<Base> | undefined;

  test.each(mine.map((mutation) => [mutation.id, mutation] as const))('%s', async (_, mutation) => {
    base ??= openSide(`debian:${series}`, undefined, testContext()).then(baseOf);
    const { wrong, verdict, decisive } = outcomeOf(mutation, await base);
    expect(
      wrong,
      `${mutation.title}: ${mutation.why}\n${decisive?.rule ?? verdict}: ${decisive?.message ?? ''}`,
    ).toBe(undefined);
  });
});
