// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { mask } from './mask.ts';
import { parse, parsePart } from './parse.ts';
import { partsIn } from './parts.ts';

const LAMP = `#include <linux/lamp.h>
#define DIM(x) do { \\
	(x)->percent /= 2; } while (0)

struct lamp { int percent; };
MODULE_LICENSE("GPL {");

/*
 * sets {it,
 * the lamp's percent
 */
static int __init lamp_set(struct lamp *lamp, char c)
{
	if (c == '{')
		return -EINVAL;
	list_for_each_entry(lamp, &lamps, node) {
		lamp->percent = 1;
	}
	return 0;
}
EXPORT_SYMBOL(lamp_set);
static int lamp_get(struct lamp *lamp) { return lamp->percent; }
`;

test('a file is cut into parts behind their last braces, whatever literals, comments and conditionals hold', () => {
  const parts = partsIn(LAMP).map(({ start, end, line }) => [line, LAMP.slice(start, end).split('\n').at(0)]);
  expect(parts).toMatchInlineSnapshot(`
    [
      [
        4,
        "struct lamp { int percent; }",
      ],
      [
        7,
        "/*",
      ],
      [
        21,
        "static int lamp_get(struct lamp *lamp) { return lamp->percent; }",
      ],
    ]
  `);
});

test('each branch of a conditional begins with the braces that were open before it', () => {
  const text = LAMP.replace(
    "\tif (c == '{')\n",
    "#ifdef A\n\tif (c == '{') {\n#else\n\tif (c) {\n#endif\n\t}\n",
  );
  expect(partsIn(text).map(({ line }) => line)).toEqual([
    4,
    7,
    text.split('\n').findIndex((line) => line.includes('lamp_get')),
  ]);
});

test('text whose braces do not pair off is one part', () => {
  for (const text of ['int lamp(void)\n{\n\tif (1) {\n}\n', 'int lamp(void)\n{\n}\n}\nint room;\n'])
    expect(partsIn(text)).toEqual([{ start: 0, end: text.length, line: 0 }]);
});

test('a part parses as it does in its file', () => {
  const shown = (root: ReturnType<typeof parsePart>) =>
    root
      .descendantsOfType('function_definition')
      .map((node) => [node.startIndex, node.endIndex, node.startPosition, node.text, node.toString()]);
  const alone = partsIn(LAMP).flatMap((part) =>
    shown(parsePart(LAMP, mask(LAMP.slice(part.start, part.end)), part)),
  );
  expect(alone).toHaveLength(2);
  expect(alone).toEqual(shown(parse('', 'lamp.c', LAMP).root));
});
