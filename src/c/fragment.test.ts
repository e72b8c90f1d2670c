// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { completed, type FragmentPlace, faultOf, sampleAt } from './fragment.ts';

test('what stands in for a place is right there, and wrong at most others', () => {
  const places: FragmentPlace[] = [
    'TopLevel',
    'Statements',
    'Members',
    'Expression',
    'Condition',
    'Cases',
    'ElseBranch',
  ];
  const fits = places.map((place) => places.filter((other) => !faultOf(sampleAt(place), other)).join(' '));
  expect(Object.fromEntries(places.map((place, at) => [place, fits[at]]))).toMatchInlineSnapshot(`
    {
      "Cases": "Statements Cases",
      "Condition": "Expression Condition",
      "ElseBranch": "ElseBranch",
      "Expression": "Expression",
      "Members": "TopLevel Statements Members",
      "Statements": "TopLevel Statements",
      "TopLevel": "TopLevel Statements Members",
    }
  `);
});

test('a fault is told with its offset in the code, not in what was put around it', () => {
  const told = (code: string, place: FragmentPlace) => {
    const fault = faultOf(code, place);
    return fault && `${code.slice(0, fault.offset)}▸${code.slice(fault.offset)} ${fault.text}`;
  };
  expect([
    told('a = 1', 'Statements'),
    told('if (a) {\n', 'Statements'),
    told('}\nvoid f(void) {', 'Statements'),
    told('u32 a:;', 'Members'),
    told('a &&', 'Expression'),
    told('return 0;', 'TopLevel'),
    told('if (a) {', 'Head'),
  ]).toMatchInlineSnapshot(`
    [
      "▸a = 1 "a = 1" does not parse",
      "if (a) {▸
     "}" is missing",
      "▸}
    void f(void) { it closes a brace that it did not open",
      "u32 a▸:; ":" does not parse",
      "a &&▸ "identifier" is missing",
      "▸return 0; "return 0;" stands at file level",
      undefined,
    ]
  `);
});

test('code that breaks off is closed', () => {
  expect(
    ['f(a, g[1', 'if (a) { b("{");', 'static int f(struct a *b,', '/* ( */ x;'].map(completed),
  ).toMatchInlineSnapshot(`
    [
      "f(a, g[1])",
      "if (a) { b("{");}",
      "static int f(struct a *b)",
      "/* ( */ x;",
    ]
  `);
});
