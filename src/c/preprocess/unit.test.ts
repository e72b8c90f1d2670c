// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { definition } from '../expand.ts';
import { tokenise } from '../token.ts';
import { realise } from './realise.ts';
import { SourceText } from './source.ts';
import { preprocess } from './unit.ts';

/** What the first of the files reads as, with the macros of `predefined` (`NAME value`). */
function read(files: Record<string, string>, ...predefined: string[]) {
  const sources = new Map(Object.entries(files).map(([name, text]) => [name, new SourceText(name, text)]));
  const macros = new Map(
    predefined.flatMap((text) => {
      const macro = definition(tokenise(text));
      return macro ? [[macro.name, macro] as const] : [];
    }),
  );
  const [first] = sources.values();
  const unit = preprocess(first as SourceText, macros, { find: (name) => sources.get(name) });
  const texts = unit.instances.map((instance) =>
    realise(instance, unit.macros)
      .pieces()
      .flatMap(({ tokens }) => tokens.map(({ text }) => text))
      .join(' '),
  );
  return { unit, texts };
}

test('conditionals are taken as the target’s macros say', () => {
  const text = `
#ifdef __x86_64__
int a;
#elif defined(__arm__) && BITS > 16
int b;
#else
int c;
#endif
`;
  expect(read({ 'a.h': text }, '__x86_64__ 1').texts).toEqual(['int a ;']);
  expect(read({ 'a.h': text }, '__arm__ 1', 'BITS (16 + 16)').texts).toEqual(['int b ;']);
  expect(read({ 'a.h': text }).texts).toEqual(['int c ;']);
});

test('a macro means in text what it means at that place', () => {
  const text = `
#define WIDTH 1
int a[WIDTH];
#undef WIDTH
#define WIDTH 2
int b[WIDTH];
`;
  expect(read({ 'a.h': text }).texts).toEqual(['int a [ 1 ] ; int b [ 2 ] ;']);
});

test('a call of a macro goes on over directives', () => {
  const text = `
#define GROUP(MEMBERS...) struct { MEMBERS };
GROUP(int a;
#ifdef B
int b;
#endif
int c;)
`;
  expect(read({ 'a.h': text }, 'B').texts).toEqual(['struct { int a ; int b ; int c ; } ;']);
});

test('guards and cycles end; a guard’s _UAPI is stripped as headers_install does', () => {
  const files = {
    'a.h': '#ifndef _UAPI_A_H\n#define _UAPI_A_H\n#include "b.h"\nint a;\n#endif\n',
    'b.h': '#ifndef B_H\n#define B_H\n#include "a.h"\nint b;\n#endif\n',
  };
  const { texts, unit } = read(files);
  expect(texts).toEqual(['int a ;', 'int b ;', '']);
  expect([...unit.instances[0].defines.keys()]).toEqual(['_A_H']);
});

test('a file that includes itself without a guard stops', () => {
  const { unit } = read({ 'a.h': '#include "a.h"\n#include "a.h"\n' });
  expect(unit.stopped?.reason).toBe('more than 200 includes inside each other');
});

test('what an #if that cannot be evaluated guards is doubtful, and so is what depends on it', () => {
  const text = `
#if 1 / 0
#define A 1
struct lamp { int a; };
#endif
#ifdef A
int b;
#endif
int c;
`;
  const { unit, texts } = read({ 'a.h': text });
  expect(texts).toEqual(['int c ;']);
  expect(unit.instances[0].doubtful.map(({ reason }) => reason)).toMatchInlineSnapshot(`
    [
      "#if of line 2: a division by zero",
      "#if of line 2: a division by zero",
      "whether A is defined is not known",
    ]
  `);
});

test('#error stops the unit, with what it says', () => {
  const { unit } = read({ 'a.h': 'int a;\n#ifndef LAMP\n#error "don\'t include this"\n#endif\nint b;\n' });
  expect([unit.stopped?.at, unit.stopped?.reason]).toEqual([20, '#error "don\'t include this"']);
  expect(unit.instances[0].doubtful.map(({ item, reason }) => [item.start, reason])).toEqual([
    [54, '#error "don\'t include this"'],
  ]);
});

test('a missing include is recorded and the rest is read', () => {
  const { unit, texts } = read({ 'a.h': '#include <nowhere.h>\nint a;\n' });
  expect([unit.missing, texts]).toEqual([['nowhere.h'], ['int a ;']]);
});

test('a macro that makes too much is told where it is used', () => {
  const doubled = Array.from({ length: 40 }, (_, n) => `#define A${n + 1} A${n} A${n}\n`).join('');
  const { unit } = read({ 'a.h': `#define A0 x\n${doubled}int a = A40;\n` });
  const [piece] = realise(unit.instances[0], unit.macros).pieces();
  expect(piece?.problem?.reason).toBe('macro expansion passes the limit of tokens');
});

test('comments, strings and continued lines hide no directive and make none', () => {
  const text = `/* #define A
#define B */ #define C 1 \\
  + 2
char s[] = "#define D";
// #define E \\
#define F
  /* x */ # /* y */ define G 3 // z
`;
  const { unit } = read({ 'a.h': text });
  expect([...unit.instances[0].defines.keys()]).toEqual(['C', 'G']);
});

test('#pragma pack is known at every text', () => {
  const text = 'int a;\n#pragma pack(push, 4)\nint b;\n#pragma pack(pop)\nint c;\n';
  expect(read({ 'a.h': text }).unit.instances[0].active.map(({ pack }) => pack)).toEqual([0, 4, 0]);
});
