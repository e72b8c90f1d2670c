// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { Failure } from '../failure.ts';
import { type Anchor, locate, locateOptional } from './anchor.ts';
import { lineOf } from './lines.ts';
import { parse } from './parse.ts';

const OVERLAP: Anchor = {
  id: 'T1',
  words: 'the check of the index',
  query: '(if_statement condition: (parenthesized_expression) @condition) @site',
  where: (text) => text('condition') === '(index == dev->bar)',
  like: 'if (index == dev->bar) {',
};

const file = (text: string) => parse('a tree', 'drivers/x.c', text);
const f = (body: string) => `int f(struct dev *dev, int index)\n{\n${body}\n\treturn 0;\n}\n`;

function failure(text: string): Failure {
  try {
    locate(file(text), OVERLAP);
  } catch (error) {
    return error as Failure;
  }
  throw new Error('the anchor was found');
}

const told = ({ code, title, where, detail, hint }: Failure) => ({ code, title, where, detail, hint });

test('an anchor finds its one site, whatever the spacing and the comments', () => {
  const source = file(f('\tif (index ==\n\t    dev->bar) /* table */\n\t\treturn 1;'));
  expect(lineOf(source.text, locate(source, OVERLAP).node.startIndex)).toBe(3);
});

test('an anchor that matches nowhere names the nearest candidates with their lines', () => {
  const source = f('\tif (index == dev->other)\n\t\treturn 1;\n\tif (!dev)\n\t\treturn 2;');
  expect(told(failure(source))).toMatchInlineSnapshot(`
    {
      "code": "ANCHOR_MISSING",
      "detail": "nearest candidates:
      drivers/x.c:3: if (index == dev->other)
      drivers/x.c:5: if (!dev)",
      "hint": "Compare the candidates with the anchor: the tree may have moved the code, or may already carry the change.",
      "title": "anchor T1 (the check of the index) matches nowhere",
      "where": "a tree: drivers/x.c",
    }
  `);
});

test('an anchor that matches twice names both places', () => {
  const twice = '\tif (index == dev->bar)\n\t\treturn 1;';
  expect(told(failure(f(`${twice}\n${twice}`)))).toMatchInlineSnapshot(`
    {
      "code": "ANCHOR_AMBIGUOUS",
      "detail": "  drivers/x.c:3: if (index == dev->bar)
      drivers/x.c:5: if (index == dev->bar)",
      "hint": "Remove the duplicate from the tree, or narrow the anchor so that it tells them apart.",
      "title": "anchor T1 (the check of the index) matches 2 times",
      "where": "a tree: drivers/x.c",
    }
  `);
});

test('an anchor inside text that does not parse is broken, not found', () => {
  const source = `${f('\tif ((dev {\n\tif (index == dev->bar)\n\t\treturn 1;')}int g(void)\n{\n\treturn 0;\n}\n`;
  expect(told(failure(source))).toMatchInlineSnapshot(`
    {
      "code": "ANCHOR_BROKEN",
      "detail": "the damage begins at
      drivers/x.c:3: dev {",
      "hint": "Mend the syntax there (an unbalanced brace or a stray token is usual), then try again.",
      "title": "anchor T1 (the check of the index) lies in text that does not parse",
      "where": "a tree: drivers/x.c:3",
    }
  `);
});

test('a syntax error elsewhere in the file does not matter', () => {
  const source = file(`int g(void) { return ((1; }\n\n${f('\tif (index == dev->bar)\n\t\treturn 1;')}`);
  expect(locateOptional(source, OVERLAP)?.node.type).toBe('if_statement');
});

test('where a part is optional, its absence is no failure', () => {
  expect(locateOptional(file(f('')), OVERLAP)).toBeUndefined();
});
