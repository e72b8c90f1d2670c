// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { cleaned, cleanLine, cleanText } from './clean.ts';

test('what nobody sees is shown, and colours of a terminal are left out', () => {
  const texts = [
    'a\x1b[31mred\x1b[0m b',
    'evil\u202ecod.exe',
    'nul\0, bell\x07, csi\x9b1m',
    'half \ud83d pair, whole 😀',
    'cr\r\nlf\rend',
    'zero\u200bwidth\ufeff \uffff',
    ']]> <b>&amp; ::error::x%0Ay',
  ];
  expect(texts.map(cleanText)).toMatchInlineSnapshot(`
    [
      "ared b",
      "evil<U+202E>cod.exe",
      "nul<U+0000>, bell<U+0007>, csi",
      "half <U+D83D> pair, whole 😀",
      "cr
    lf
    end",
      "zero<U+200B>width<U+FEFF> <U+FFFF>",
      "]]> <b>&amp; ::error::x%0Ay",
    ]
  `);
});

test('a line is one line, whatever its ends are', () => {
  expect(cleanLine(' a\n\tb\r\nc\u2028d ')).toMatchInlineSnapshot(`"a b c<U+2028>d"`);
});

test('data keeps its shape; only details and consoles have several lines', () => {
  expect(
    cleaned({
      name: 'a\nb',
      detail: 'a\nb\x1b[K',
      diagnostics: ['x\ny'],
      line: 3,
      off: undefined,
      none: null,
    }),
  ).toMatchInlineSnapshot(`
    {
      "detail": "a
    b",
      "diagnostics": [
        "x y",
      ],
      "line": 3,
      "name": "a b",
      "none": null,
      "off": undefined,
    }
  `);
});
