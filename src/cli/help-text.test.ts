// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { unbroken } from './help-text.ts';

test('a paragraph that its source breaks is one line, and examples keep theirs', () => {
  const long = 'word '.repeat(18).trim();
  expect(unbroken(`${long}\nand its end.\nA short line\nand another.\n\n  kpw run ${long}\n  kpw run`)).toBe(
    `${long} and its end.\nA short line\nand another.\n\n  kpw run ${long}\n  kpw run`,
  );
});
