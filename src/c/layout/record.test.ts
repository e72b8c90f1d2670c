// SPDX-License-Identifier: GPL-2.0-only
// Every expected number is gcc 12's, by its DWARF, on x86-64, i386 and arm64.
import { expect, test } from 'vitest';
import { LP64 } from '../target.ts';
import { ARM64, I386, laid } from './testing.ts';

test('members stand at multiples of their alignment, and so does the end', () => {
  expect(laid('struct lamp { __u8 a; __u32 b; __u16 c; __u64 d; };')).toMatchInlineSnapshot(`
    [
      "struct lamp 24/8: a@0 b@4 c@8 d@16",
    ]
  `);
});

test('a 64-bit member is aligned to 4 on i386', () => {
  expect(laid('struct lamp { __u8 a; __u64 b; double c; long double d; };', I386)).toMatchInlineSnapshot(`
    [
      "struct lamp 32/4: a@0 b@4 c@12 d@20",
    ]
  `);
});

test('an aligned typedef keeps its alignment on i386, and may lower it', () => {
  const text = `
    typedef __u64 __attribute__((aligned(8))) high; typedef __u64 __attribute__((aligned(4))) low;
    struct high { __u8 a; high b; }; struct low { __u8 a; low b; };`;
  expect(laid(text, I386)).toMatchInlineSnapshot(`
    [
      "struct high 16/8: a@0 b@8",
      "struct low 12/4: a@0 b@4",
    ]
  `);
});

test('packed reaches the members of the struct, not what is inside them', () => {
  const text = `
    struct inner { __u8 a; __u32 b; };
    struct suffix { __u8 a; struct inner b; __u64 c; } __attribute__((packed));
    struct __attribute__((__packed__)) prefix { __u8 a; __u64 b; };
    typedef struct { __u8 a; __u32 b; } __attribute__((packed)) named;`;
  expect(laid(text)).toMatchInlineSnapshot(`
    [
      "struct inner 8/4: a@0 b@4",
      "struct suffix 17/1: a@0 b@1 c@9",
      "struct prefix 9/1: a@0 b@1",
      "named 5/1: a@0 b@1",
    ]
  `);
});

test('packed in the specifiers of a declaration is not the struct’s', () => {
  expect(laid('__attribute__((packed)) struct lamp { __u8 a; __u32 b; } lamp;')).toMatchInlineSnapshot(`
    [
      "struct lamp 8/4: a@0 b@4",
    ]
  `);
});

test('packed and aligned on one member', () => {
  const text = `
    struct packed { __u8 a; __u32 b __attribute__((packed)); __u32 c; };
    struct aligned { __u8 a; __u16 b __attribute__((aligned(8))); __u8 c; };
    struct both { __u8 a; __u32 b __attribute__((packed, aligned(2))); __u8 c; };
    struct standard { __u8 a; _Alignas(8) __u8 b; };`;
  expect(laid(text)).toMatchInlineSnapshot(`
    [
      "struct packed 12/4: a@0 b@1 c@8",
      "struct aligned 16/8: a@0 b@8 c@10",
      "struct both 8/2: a@0 b@2 c@6",
      "struct standard 16/8: a@0 b@8",
    ]
  `);
});

test('aligned on a struct raises its size, and with packed sets its alignment', () => {
  const text = `
    struct high { __u8 a; } __attribute__((aligned(16)));
    struct low { __u64 a; __u8 b; } __attribute__((packed, aligned(4)));
    struct none { __u64 a; } __attribute__((aligned(2)));`;
  expect(laid(text)).toMatchInlineSnapshot(`
    [
      "struct high 16/16: a@0",
      "struct low 12/4: a@0 b@8",
      "struct none 8/8: a@0",
    ]
  `);
});

test('aligned without a number is the largest alignment of the target', () => {
  const text = `
    typedef __u8 __attribute__((aligned)) far;
    struct whole { __u8 a; } __attribute__((aligned));
    struct member { __u8 a; __u16 b __attribute__((aligned)); far c; };
    struct packed { __u8 a; __u16 b __attribute__((packed, aligned)); } __attribute__((packed));`;
  const said = laid(text);
  expect(said).toMatchInlineSnapshot(`
    [
      "struct whole 16/16: a@0",
      "struct member 48/16: a@0 b@16 c@32",
      "struct packed 32/16: a@0 b@16",
    ]
  `);
  expect(laid(text, I386)).toEqual(said);
  expect(laid(text, { ...LP64, biggestAlign: 8 })).toMatchInlineSnapshot(`
    [
      "struct whole 8/8: a@0",
      "struct member 24/8: a@0 b@8 c@16",
      "struct packed 16/8: a@0 b@8",
    ]
  `);
});

test('#pragma pack limits alignment where the struct is closed, of aligned members too', () => {
  const text = `
#pragma pack(push, 2)
struct two { __u8 a; __u32 b; __u64 c __attribute__((aligned(8))); };
#pragma pack(1)
struct one { __u8 a; __u64 b; };
#pragma pack(pop)
struct none { __u8 a; __u64 b; };
#pragma pack(1)
#pragma pack()
struct again { __u8 a; __u64 b; };
`;
  expect(laid(text)).toMatchInlineSnapshot(`
    [
      "struct two 14/2: a@0 b@2 c@6",
      "struct one 9/1: a@0 b@1",
      "struct none 16/8: a@0 b@8",
      "struct again 16/8: a@0 b@8",
    ]
  `);
});

test('a bit-field moves on where it would span more units of its type', () => {
  const text = `
    struct lamp { __u32 a:3, b:5; __u32 c:28; __u8 d; };
    struct mixed { __u8 a; __u32 b:24; __u16 c:4; };
    struct wide { __u64 a:36; __u64 b:36; };
    struct shared { __u32 a; __u64 b:20; __u32 c:20; };`;
  expect(laid(text)).toMatchInlineSnapshot(`
    [
      "struct lamp 12/4: a@0:0+3 b@0:3+5 c@4:0+28 d@8",
      "struct mixed 8/4: a@0 b@0:8+24 c@4:0+4",
      "struct wide 16/8: a@0:0+36 b@8:0+36",
      "struct shared 16/8: a@0 b@0:32+20 c@8:0+20",
    ]
  `);
  expect(laid('struct shared { __u32 a; __u64 b:36; __u32 c:20; };', I386)).toMatchInlineSnapshot(`
    [
      "struct shared 12/4: a@0 b@0:32+36 c@8:4+20",
    ]
  `);
});

test('packed bit-fields follow each other bit by bit, under #pragma pack too', () => {
  const text = `
struct packed { __u16 a:12; __u16 b:12; __u8 c:7; } __attribute__((packed));
#pragma pack(1)
struct pragma { __u8 a:3; __u32 b:31; __u16 c; };
`;
  expect(laid(text)).toMatchInlineSnapshot(`
    [
      "struct packed 4/1: a@0:0+12 b@0:12+12 c@3:0+7",
      "struct pragma 7/1: a@0:0+3 b@0:3+31 c@5",
    ]
  `);
});

test('a zero width closes the unit; only AAPCS counts an unnamed one’s alignment', () => {
  const text = `
    struct zero { __u8 a; __u32 :0; __u8 b; };
    struct unnamed { __u8 a:3; __u64 :40; __u8 b; };
    struct packed { __u8 a:3; __u32 :0; __u8 b; } __attribute__((packed));`;
  expect(laid(text)).toMatchInlineSnapshot(`
    [
      "struct zero 5/1: a@0 b@4",
      "struct unnamed 7/1: a@0:0+3 @0:3+40 b@6",
      "struct packed 5/1: a@0:0+3 b@4",
    ]
  `);
  expect(laid(text, ARM64)).toMatchInlineSnapshot(`
    [
      "struct zero 8/4: a@0 b@4",
      "struct unnamed 8/8: a@0:0+3 @0:3+40 b@6",
      "struct packed 8/4: a@0:0+3 b@4",
    ]
  `);
});

test('an aligned bit-field begins there', () => {
  expect(
    laid('struct lamp { __u8 a; __u8 b:4 __attribute__((aligned(4))); __u8 c:4; };'),
  ).toMatchInlineSnapshot(`
    [
      "struct lamp 8/4: a@0 b@4:0+4 c@4:4+4",
    ]
  `);
});

test('anonymous structs and unions lend their members; an unnamed type of a named member keeps them', () => {
  const text = `
    struct lamp { __u8 n; struct { __u32 hue; union { __u8 red; __u64 wide; }; }; __u8 tail[]; };
    struct named { __u8 n; struct { __u8 x; __u64 y; } inner[2]; __u16 grid[2][3]; };
    union either { __u8 a[5]; __u32 b; struct { __u16 c; __u64 d; }; };`;
  expect(laid(text)).toMatchInlineSnapshot(`
    [
      "struct lamp 24/8: n@0 hue@8 red@16 wide@16 tail@24",
      "struct named 56/8: n@0 inner@8 grid@40",
      "union either 16/8: a@0 b@0 c@0 d@8",
    ]
  `);
});

test('an array’s length is any constant expression, with sizeof and offsetof of what stands before', () => {
  const text = `
    enum { COUNT = 3 };
    struct bulb { __u8 a; __u32 watts; };
    struct lamp { __u8 a[sizeof(struct bulb) + 2]; __u16 b[COUNT << 1]; __u8 c[__builtin_offsetof(struct bulb, watts)];
                  __u8 d[16 - sizeof(((struct bulb *)0)->watts)]; __u32 e[0]; };`;
  expect(laid(text)).toMatchInlineSnapshot(`
    [
      "struct bulb 8/4: a@0 watts@4",
      "struct lamp 40/4: a@0 b@10 c@22 d@26 e@40",
    ]
  `);
});

test('an enum is unsigned int, wider where a value needs it, smallest where it is packed', () => {
  const text = `
    enum plain { OFF, ON = 200 }; enum below { BELOW = -1 }; enum wide { WIDE = 1ULL << 40 };
    enum tiny { TINY = 1 } __attribute__((packed));
    struct lamp { __u8 a; enum wide b; enum tiny c; enum plain d:3; };`;
  expect(laid(text)).toMatchInlineSnapshot(`
    [
      "enum plain 4/4",
      "enum below 4/4",
      "enum wide 8/8",
      "enum tiny 1/1",
      "struct lamp 24/8: a@0 b@8 c@16 d@16:8+3",
    ]
  `);
  expect(laid(text, I386)).toMatchInlineSnapshot(`
    [
      "enum plain 4/4",
      "enum below 4/4",
      "enum wide 8/4",
      "enum tiny 1/1",
      "struct lamp 16/4: a@0 b@4 c@12 d@12:8+3",
    ]
  `);
});

test('pointers, functions, long and bool', () => {
  const text = `struct lamp { char a; long b; void *c; int (*call)(int, void *); int *(*list[2])(void); _Bool d; };`;
  expect(laid(text)).toMatchInlineSnapshot(`
    [
      "struct lamp 56/8: a@0 b@8 c@16 call@24 list@32 d@48",
    ]
  `);
  expect(laid(text, I386)).toMatchInlineSnapshot(`
    [
      "struct lamp 28/4: a@0 b@4 c@8 call@12 list@16 d@24",
    ]
  `);
});

test('what cannot be laid out says why', () => {
  const text = `
    struct self { __u8 a; struct self b; };
    struct missing { struct nowhere a; };
    struct list { struct list *next; };
    struct negative { __u8 a[2 - 3]; };
    struct huge { __u8 a[1ULL << 62]; };
    struct vector { int a __attribute__((vector_size(16))); };
    struct wide { __u8 a:9; };
    struct divided { __u8 a[1 / 0]; };
    struct nothing { void a; };`;
  expect(laid(text)).toMatchInlineSnapshot(`
    [
      "struct self: b: it contains itself",
      "struct missing: a: struct nowhere is declared nowhere in what the header includes",
      "struct list 8/8: next@0",
      "struct negative: a: an array of length -1",
      "struct huge: a: an array of 4611686018427387904 bytes",
      "struct vector: a: what the attribute vector_size(16) does is not known",
      "struct wide: a: a bit-field of 9 bits in a type of 8",
      "struct divided: a: the length of an array: a division by zero",
      "struct nothing: a: void has no size",
    ]
  `);
});
