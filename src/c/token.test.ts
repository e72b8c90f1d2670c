// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from 'vitest';
import { tokenise } from './token.ts';

const shown = (text: string) => tokenise(text).map((token) => `${token.kind} ${token.text}`);

it('tells names, numbers, constants and punctuators apart', () => {
  expect(shown(String.raw`lamp_t x=0x1fUL+.5e-3<<=u8"on\"e" L'\'' a->b...##`)).toMatchInlineSnapshot(`
    [
      "name lamp_t",
      "name x",
      "punct =",
      "number 0x1fUL",
      "punct +",
      "number .5e-3",
      "punct <<=",
      "string u8"on\\"e"",
      "char L'\\''",
      "name a",
      "punct ->",
      "name b",
      "punct ...",
      "punct ##",
    ]
  `);
});

it('skips white space, comments and continued lines, and says where each stood', () => {
  expect(
    tokenise('a/* 1 */b // c \\\nd\n\\\n e', 0).map(({ text, start, space }) => [text, start, space]),
  ).toMatchInlineSnapshot(`
    [
      [
        "a",
        0,
        false,
      ],
      [
        "b",
        8,
        true,
      ],
      [
        "e",
        22,
        true,
      ],
    ]
  `);
});

it('ends at the line where a quote does not close, and at the end where a comment does not', () => {
  expect(shown("don't\nb /* c")).toMatchInlineSnapshot(`
    [
      "name don",
      "punct 't",
      "name b",
    ]
  `);
});

it('reads a part of a text with offsets in the whole', () => {
  expect(tokenise('#define LAMP 12 /* x */', 13, 15)).toMatchInlineSnapshot(`
    [
      {
        "end": 15,
        "kind": "number",
        "space": false,
        "start": 13,
        "text": "12",
      },
    ]
  `);
});
