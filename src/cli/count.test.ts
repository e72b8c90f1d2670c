// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { countOf } from './count.ts';

const asked = { what: 'lamps', most: 64, hint: 'Give a number from 1 to 64.' };

test('a count is a number from 1 to the most that there may be, or not given', () => {
  expect([countOf({}, 'lamps', asked), countOf({ lamps: '64' }, 'lamps', asked)]).toEqual([undefined, 64]);
});

test.each(['0', '65', '-1', '1.5', '1e1', ' 4', 'four', ''])('%j is none', (lamps) => {
  expect(() => countOf({ lamps }, 'lamps', asked)).toThrow(
    `${JSON.stringify(lamps)} is not a number of lamps`,
  );
});
