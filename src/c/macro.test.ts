// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { macroValues } from './macro.ts';
import { parse } from './parse.ts';

test('macros have the values that the header gives them, and none is guessed', () => {
  const header = parse(
    'test',
    'x.h',
    `#define TYPE	(';')
#define BASE	100
#define FLAG	(1 << 3) /* a comment */
#define REQUEST	_IO(TYPE, BASE + 22)
#define GUARD
#define TEXT	"lamp"
#define CAST	((__u32)1)
#define SIZE	sizeof(int)
#define WIDE	_IOW(TYPE, 1, struct info)
#define SELF	SELF + 1
#define ELSE	ELSEWHERE
#define NONE	(1 / 0)
`,
  );
  expect(macroValues(header)).toMatchInlineSnapshot(`
    Map {
      "TYPE" => 59n,
      "BASE" => 100n,
      "FLAG" => 8n,
      "REQUEST" => 15226n,
    }
  `);
});
