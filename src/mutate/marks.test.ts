// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { markFor, parseMarks } from './marks.ts';

const FILE = `# What nobody can tell apart.

design   lamp-ioctl lamp-feature
machine  x86-intel
in       lamp_alloc
- l = kzalloc(struct_size(l, bulbs, 2), GFP_KERNEL);
+ l = kzalloc(struct_size(l, bulbs, 3), GFP_KERNEL);
because  One bulb more is allocated than is ever lit,
         and nobody sees it.

in       lamp_off
- kfree(l);
+ ;
because  The core frees it too.
`;

test('a mark is read, with a reason of several lines', () => {
  expect(parseMarks(FILE, 'marks')).toMatchInlineSnapshot(`
    [
      {
        "because": "One bulb more is allocated than is ever lit, and nobody sees it.",
        "becomes": [
          "l = kzalloc(struct_size(l, bulbs, 3), GFP_KERNEL);",
        ],
        "designs": [
          "lamp-ioctl",
          "lamp-feature",
        ],
        "line": 3,
        "machines": [
          "x86-intel",
        ],
        "place": "lamp_alloc",
        "was": [
          "l = kzalloc(struct_size(l, bulbs, 2), GFP_KERNEL);",
        ],
      },
      {
        "because": "The core frees it too.",
        "becomes": [
          ";",
        ],
        "designs": [],
        "line": 11,
        "machines": [],
        "place": "lamp_off",
        "was": [
          "kfree(l);",
        ],
      },
    ]
  `);
});

test.each([
  ['no reason', 'in lamp\n- a;\n+ b;\n', 'marks:1: no line "because" gives a reason'],
  ['no place', '- a;\n+ b;\nbecause it is so\n', 'marks:1: no line "in" names the function'],
  ['no code', '\nin lamp\nbecause it is so\n', 'marks:2: no line "-" shows the code'],
  ['a word twice', 'in lamp\nin lamp\n', 'marks:2: a second "in"'],
  ['a stranger', 'in lamp\nwhy not\n', 'marks:2: "why not" says nothing of a mark'],
])('%s is told with its line', (_, text, message) => {
  expect(() => parseMarks(text, 'marks')).toThrow(message);
});

test('a mark fits its mutant whatever the spacing, and only on its designs and machines', () => {
  const marks = parseMarks(FILE, 'marks');
  const mutant = {
    function: 'lamp_alloc',
    path: 'lamp.c',
    was: ['l = kzalloc(struct_size(l, bulbs,', '2), GFP_KERNEL);'],
    becomes: ['l = kzalloc(struct_size(l, bulbs,', '3), GFP_KERNEL);'],
  };
  const at = (design: string, machine: string) => markFor(marks, mutant, { design, machine })?.line;
  expect(at('lamp-ioctl', 'x86-intel')).toBe(3);
  expect(at('lamp-flag', 'x86-intel')).toBeUndefined();
  expect(at('lamp-ioctl', 'arm64-4k')).toBeUndefined();
  expect(
    markFor(marks, { ...mutant, becomes: ['return NULL;'] }, { design: 'lamp-ioctl', machine: 'x86-intel' }),
  ).toBeUndefined();
});
