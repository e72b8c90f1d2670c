// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { literalStart } from './query.ts';

test('apt is asked for names with the letters that an expression begins with, as far as they are certain', () => {
  const starts = [
    /linux-source-(\d+\.\d+)/,
    /linux-headers-6\.1\.\d+-amd64/,
    /linux-images?-6/,
    /ab+c/,
    /lib(a|b)/,
    /Lamp/i,
    /[ab]c/,
  ].map((pattern) => `${pattern.source}: ${literalStart(pattern)}`);
  expect(starts).toMatchInlineSnapshot(`
    [
      "linux-source-(\\d+\\.\\d+): linux-source-",
      "linux-headers-6\\.1\\.\\d+-amd64: linux-headers-6",
      "linux-images?-6: linux-image",
      "ab+c: a",
      "lib(a|b): ",
      "Lamp: ",
      "[ab]c: ",
    ]
  `);
});
