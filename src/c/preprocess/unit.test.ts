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

test('what stands behind an #error is not known, and what stands in front is', () => {
  const text =
    '#define A 1\nint a;\n#ifndef LAMP\n#error "define LAMP"\n#define B 2\n#endif\n#define C 3\nint b;\n';
  const { unit, texts } = read({ 'a.h': text });
  expect(unit.stopped).toMatchObject({
    kind: 'error',
    reason: '#error "define LAMP"',
    own: text.indexOf('#error'),
  });
  expect([texts, [...unit.instances[0].defines.keys()]]).toEqual([['int a ;'], ['A']]);
  const doubtful = unit.instances[0].doubtful.map(({ item }) => text.slice(item.start, item.end).trim());
  expect(doubtful).toEqual(['#define B 2', '#define C 3', 'int b;']);
});

test('an #error of another header ends the header at its #include, and names what stands behind', () => {
  const files = {
    'a.h': 'int a;\n#include "b.h"\n#include "c.h"\nint c;\n',
    'b.h': '#error no\n',
    'c.h': '',
  };
  const { unit } = read(files);
  expect([unit.stopped?.source.name, unit.stopped?.own]).toEqual(['b.h', 7]);
  expect(unit.instances[0].includes).toEqual(['b.h', 'c.h']);
});

test('the guard of the one header that a header is to be included by is taken for defined', () => {
  const part = (condition: string) =>
    read({
      'a.h': `#ifndef A_H\n#define A_H\n${condition}\n#error "include all.h"\n#endif\nint a;\n#endif\n`,
    });
  for (const condition of [
    '#ifndef _ALL_H',
    '#if !defined(_ALL_H)',
    '#if !defined (__ALL_H_INSIDE__) && !defined (ALL_COMPILATION)',
  ]) {
    const { unit, texts } = part(condition);
    expect([unit.stopped, texts]).toEqual([undefined, ['int a ;']]);
  }
});

test.each([
  ['a macro of the compiler', '#ifndef __cplusplus\n#error C++\n#endif\nint a;\n'],
  [
    'a guard that the header asks for again',
    '#ifndef _ALL_H\n#error\n#endif\n#if _ALL_H > 1\nint a;\n#endif\n',
  ],
  ['a condition below a declaration', 'int a;\n#ifndef _ALL_H\n#error\n#endif\n'],
  ['a condition with another branch', '#ifndef _ALL_H\n#error\n#else\nint a;\n#endif\n'],
])('%s is not taken for defined', (_, text) => {
  expect(read({ 'a.h': text }).unit.stopped?.kind).toBe('error');
});

test('a macro that the C library defines is there where a header asks for it by an #error', () => {
  const text = '#ifndef __BYTE_ORDER\n#error\n#endif\n#if __BYTE_ORDER == 1\nint a;\n#endif\n';
  const sources = {
    'a.h': new SourceText('a.h', text),
    'e.h': new SourceText('e.h', '#define __BYTE_ORDER 1\n'),
  };
  const unit = preprocess(sources['a.h'], new Map(), {
    find: (name) => (name === 'e.h' ? sources['e.h'] : undefined),
    homeOf: (name) => (name === '__BYTE_ORDER' ? 'e.h' : undefined),
  });
  expect([unit.stopped, unit.instances[0].active.length]).toEqual([undefined, 1]);
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
