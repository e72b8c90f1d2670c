// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { rejectionTitle } from './design.ts';

test('a damaged patch is called damaged, and only a whole one is said not to apply', () => {
  const damaged = { message: 'the diff is damaged: a hunk is cut off' };
  const misfit = { message: 'a hunk of lamp.c does not fit' };
  expect([
    rejectionTitle('series', 'debian:6.12', [damaged], 1),
    rejectionTitle('series', 'debian:6.12', [damaged], 3),
    rejectionTitle('series', 'debian:6.12', [misfit], 3),
    rejectionTitle('series', 'debian:6.12', [damaged, misfit], 2),
  ]).toMatchInlineSnapshot(`
    [
      "series cannot be read whole: 1 of 1 patch is damaged",
      "series cannot be read whole: 1 of 3 patches are damaged",
      "series does not apply to debian:6.12: 2 of 3 patches fit",
      "series does not apply to debian:6.12: none of its patches fits, 1 of 2 patches are damaged",
    ]
  `);
});
