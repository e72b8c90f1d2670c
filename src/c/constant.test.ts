// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { evaluate } from './constant.ts';
import { macroValues } from './macro.ts';
import { parse } from './parse.ts';
import { structs } from './struct.ts';

const none = () => undefined;

test.each([
  ['(1 << 4)', 16n],
  ['0x10 | 1', 17n],
  ['017', 15n],
  ['~0', -1n],
  ['1UL << 2 + 1', 8n],
  ['(3 + 4) * 2 % 5', 4n],
  ["_IO(';', 100 + 14)", 15218n],
  ["'a'", 97n],
])('%s is %s', (expression, value) => {
  expect(evaluate(expression, none)).toBe(value);
});

test.each([
  'UNKNOWN',
  'sizeof(int)',
  '(__u32)1',
  '1 / 0',
  '"text"',
  '1 +',
  "_IOW(';', 1, struct x)",
])('%s is not known, and not guessed', (expression) => {
  expect(evaluate(expression, none)).toBeUndefined();
});

test('a macro that names itself has no value', () => {
  expect(evaluate('A', (name) => (name === 'A' ? 'A + 1' : undefined))).toBeUndefined();
});

const HEADER = parse(
  'test',
  'x.h',
  `#define TYPE	(';')
#define BASE	100
#define FLAG	(1 << 3) /* a comment */
#define REQUEST	_IO(TYPE, BASE + 22)
#define GUARD
#define CAST	((__u32)1)
struct info {
	__u32	argsz;
	struct {
		__u8	a : 1;
		__u8	b;
	};
	__u64	size;	/* bytes */
	struct other	list[];
};
`,
);

test('macros have the values that the header gives them', () => {
  expect(macroValues(HEADER)).toMatchInlineSnapshot(`
    Map {
      "TYPE" => 59n,
      "BASE" => 100n,
      "FLAG" => 8n,
      "REQUEST" => 15226n,
    }
  `);
});

test('structs have their members as written', () => {
  expect(structs(HEADER).map(({ node: _, ...struct }) => struct)).toMatchInlineSnapshot(`
    [
      {
        "kind": "struct",
        "line": 7,
        "members": [
          {
            "declaration": "__u32 argsz",
            "line": 8,
            "name": "argsz",
          },
          {
            "declaration": "struct{__u8 a : 1;__u8 b;}",
            "line": 9,
            "name": "",
          },
          {
            "declaration": "__u64 size",
            "line": 13,
            "name": "size",
          },
          {
            "declaration": "struct other list[]",
            "line": 14,
            "name": "list",
          },
        ],
        "name": "info",
      },
    ]
  `);
});
