// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { functionHead, ifHead, width } from './style.ts';

test('a tab reaches the next multiple of eight columns', () => {
  expect(width('\tab\tc')).toBe(17);
});

test('a condition that fits stays on its line', () => {
  expect(ifHead('\t', ['a', 'b'])).toBe('\tif (a && b) {');
});

test('a condition that does not is broken after && and aligned to the parenthesis', () => {
  const terms = ['info.index == vdev->msix_bar', '!READ_ONCE(vdev->msix_mmap)'];
  expect(ifHead('\t\t\t', terms)).toBe(`\t\t\tif (${terms[0]} &&\n\t\t\t    ${terms[1]}) {`);
});

test('parameters are aligned to the parenthesis by tabs, then spaces', () => {
  expect(
    functionHead('static int f', ['struct a_rather_long_name *first', 'struct another_long_name *second']),
  ).toMatchInlineSnapshot(`
      "static int f(struct a_rather_long_name *first, struct another_long_name *second)
      {"
    `);
});
