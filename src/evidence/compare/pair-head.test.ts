// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { pairHead } from './pair-head.ts';

test('both subjects are named once, and a bare diff has none', () => {
  const dim = { number: 1, subject: 'lamp: Dim it' };
  const bare = { number: 2, subject: '' };
  expect([
    pairHead({ relation: 'same', a: dim, b: dim }),
    pairHead({ relation: 'changed', a: dim, b: bare }),
    pairHead({ relation: 'only-b', a: undefined, b: bare }),
  ]).toEqual(['1 = 1  lamp: Dim it', '1 ! 2  lamp: Dim it | (no subject)', '- > 2  (no subject)']);
});
