// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { tokenise } from '../token.ts';
import { readDeclarations } from './declarations.ts';

const read = (text: string) =>
  readDeclarations([{ tokens: tokenise(text), pack: 0, id: 0, problem: undefined }]);

const shown = (text: string) => {
  const { types, typedefs, problems } = read(text);
  return {
    types: types.map(({ name, type }) => {
      const members = 'members' in type ? type.members : type.enumerators;
      return `${name} { ${members.map((one) => ('text' in one ? `${one.name}: ${one.text}` : one.name)).join('; ')} }`;
    }),
    typedefs: [...typedefs.keys()],
    problems: problems.map(({ name, reason }) => `${name}: ${reason}`),
  };
};

test('every member has its type as declared, without its name', () => {
  expect(
    shown(`struct lamp { __u32 hue, *shades[4]; const char *name; int (*call)(int, struct lamp *);
      struct bulb { int watts; } bulbs[2]; union { int a; }; unsigned int :3, low:2; };`),
  ).toMatchInlineSnapshot(`
    {
      "problems": [],
      "typedefs": [],
      "types": [
        "struct bulb { watts: int }",
        "struct lamp { hue: __u32; shades: __u32 *[4]; name: const char *; call: int (*)(int, struct lamp *); bulbs: struct bulb {…}[2]; undefined: union {…}; undefined: unsigned int; low: unsigned int }",
      ],
    }
  `);
});

test('typedefs: several in one, of a struct without a tag, of a function', () => {
  expect(
    shown('typedef struct { int a; } lamp_t, *lamp_p; typedef int (*call_t)(void); typedef __u8 mac[6];'),
  ).toMatchInlineSnapshot(`
    {
      "problems": [],
      "typedefs": [
        "lamp_t",
        "lamp_p",
        "call_t",
        "mac",
      ],
      "types": [
        "lamp_t { a: int }",
      ],
    }
  `);
});

test('functions, prototypes, variables and assertions are passed over', () => {
  expect(
    shown(`static __inline__ int f(struct lamp *l) { struct inner { int a; } x; return 0; }
      extern int g(void) __attribute__((const)); extern const char *names[]; _Static_assert(1, "x");
      static const struct lamp off = { .hue = 1, .shades = { 0 } }; struct after { int a; };`),
  ).toMatchInlineSnapshot(`
    {
      "problems": [],
      "typedefs": [],
      "types": [
        "struct after { a: int }",
      ],
    }
  `);
});

test('what is not understood is told with its name, and what follows is read', () => {
  expect(
    shown(`struct broken { int a } ; struct fine { int a; }; LAMP_MACRO(x) struct next { int b; };
      typedef struct { int @; } odd_t; struct open { int a;`),
  ).toMatchInlineSnapshot(`
    {
      "problems": [
        "struct broken: "}" stands where ";" is expected",
        ": "struct" stands where ";" is expected",
        "odd_t: a member without a name",
        "struct open: a struct that is never closed",
      ],
      "typedefs": [],
      "types": [
        "struct fine { a: int }",
        "struct next { b: int }",
      ],
    }
  `);
});

test('ten thousand braces inside each other end', () => {
  expect(read('struct a { '.repeat(10_000)).problems).toHaveLength(1);
});
