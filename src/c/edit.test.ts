// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { Failure } from '../failure.ts';
import { apply, type Edit } from './edit.ts';
import { parse } from './parse.ts';

const TEXT = 'int a(void)\n{\n\treturn 1;\n}\n\nint b(void)\n{\n\treturn 2;\n}\n';
const file = parse('a tree', 'x.c', TEXT);
const edit = (start: number, end: number, text: string, purpose = 'an edit'): Edit => ({
  path: 'x.c',
  start,
  end,
  text,
  anchor: 'T1',
  purpose,
});
const at = (needle: string) => TEXT.indexOf(needle);

function failure(edits: Edit[]): Pick<Failure, 'code' | 'title' | 'where'> & { detail: string | undefined } {
  try {
    apply(file, edits);
  } catch (error) {
    const { code, title, where, detail } = error as Failure;
    return { code, title, where, detail };
  }
  throw new Error('the edits were made');
}

test('edits are made bottom up, in whatever order they are given', () => {
  const edits = [edit(at('1'), at('1') + 1, '10'), edit(at('2'), at('2') + 1, '20')];
  expect(apply(file, edits).text).toBe(apply(file, [...edits].reverse()).text);
  expect(apply(file, edits).text).toMatchInlineSnapshot(`
    "int a(void)
    {
    	return 10;
    }

    int b(void)
    {
    	return 20;
    }
    "
  `);
});

test('two edits of the same bytes are refused, and both are named', () => {
  expect(
    failure([edit(at('1'), at('1') + 2, '3;', 'first'), edit(at('1') + 1, at('1') + 2, ';', 'second')]),
  ).toMatchInlineSnapshot(`
      {
        "code": "EDIT_OVERLAP",
        "detail": "  x.c:3: first (anchor T1)
        x.c:3: second (anchor T1)",
        "title": "two edits want the same place",
        "where": "a tree: x.c",
      }
    `);
});

test('two insertions at one place are refused, because their order would be a guess', () => {
  expect(
    failure([edit(at('return 1'), at('return 1'), 'x();'), edit(at('return 1'), at('return 1'), 'y();')])
      .code,
  ).toBe('EDIT_OVERLAP');
});

test('a template whose statement does not parse is refused, with the lines around it', () => {
  expect(
    failure([edit(at('return 1'), at('return 1'), 'if (x) return (;\n\t', 'a check is added')]),
  ).toMatchInlineSnapshot(`
    {
      "code": "TEMPLATE_BROKEN",
      "detail": "     1 | int a(void)
         2 | {
         3 | 	if (x) return (;
         4 | 	return 1;
         5 | }",
      "title": "the C of "a check is added" does not parse after the edit",
      "where": "a tree: x.c:3",
    }
  `);
});

test('a template that leaves a brace open is refused, though the damage shows up elsewhere', () => {
  expect(
    failure([edit(at('return 1'), at('return 1'), 'if (x) {\n\t\t', 'a check is added')]),
  ).toMatchInlineSnapshot(`
    {
      "code": "TEMPLATE_BROKEN",
      "detail": "     1 | int a(void)
         2 | {
         3 | 	if (x) {
         4 | 		return 1;
         5 | }",
      "title": "the C of "a check is added" does not parse after the edit",
      "where": "a tree: x.c:3",
    }
  `);
});

test('bytes that are not ASCII keep their place', () => {
  const latin1 = parse('a tree', 'x.c', Buffer.from(`/* Jörg — ☃ */\n${TEXT}`).toString('latin1'));
  const start = latin1.text.indexOf('1;');
  const edited = apply(latin1, [edit(start, start + 1, '7')]).text;
  expect(Buffer.from(edited, 'latin1').toString()).toBe(`/* Jörg — ☃ */\n${TEXT.replace('1;', '7;')}`);
});
