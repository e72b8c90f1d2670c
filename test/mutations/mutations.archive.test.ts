// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from 'vitest';
import { openSide } from '../../src/uapi/side/open.ts';
import { testContext } from '../support.ts';
import { corpus } from './corpus/index.ts';
import { known } from './known.ts';
import { baseOf, outcomeOf } from './outcome.ts';

/** Every one takes most of a second; `npm run bench -- peers` judges them all. */
const SAMPLE = 5;

const SAFE = ['identical', 'additive', 'additive-proven'];

test('the corpus is large enough, and a third of it is safe', () => {
  const ids = new Set(corpus.map(({ id }) => id));
  const safe = corpus.filter(({ label }) => label.verdict.some((verdict) => SAFE.includes(verdict)));
  expect(ids.size).toBe(corpus.length);
  expect(ids.size).toBeGreaterThanOrEqual(90);
  expect(safe.length / corpus.length).toBeGreaterThan(1 / 3);
  expect(corpus.filter(({ twin }) => twin !== undefined && !ids.has(twin))).toEqual([]);
  expect(Object.keys(known).filter((id) => !ids.has(id))).toEqual([]);
});

describe.each(['6.12', '7.2'] as const)('kpw says of a mutation of %s', (series) => {
  test('what its label says, but for those that are known', async () => {
    const base = baseOf(await openSide(`debian:${series}`, undefined, testContext()));
    const wrong = corpus
      .filter(
        ({ tree, id }, at) => tree === series && (series !== '6.12' || at % SAMPLE === 0) && !(id in known),
      )
      .map((mutation) => outcomeOf(mutation, base))
      .flatMap(({ mutation, wrong, decisive }) =>
        wrong === undefined ? [] : [`${mutation.id}: ${wrong}${decisive ? ` (${decisive.rule})` : ''}`],
      );
    expect(wrong).toEqual([]);
  });
});
