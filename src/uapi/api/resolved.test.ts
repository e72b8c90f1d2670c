// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { apiOf } from '../api.ts';
import { TARGETS } from '../targets.ts';

const TEXT = `
struct foo;
typedef unsigned int __u32;
typedef __u32 __le32;
typedef struct foo *foo_t;
typedef foo_t bar_t;
typedef const char *name_t;
typedef int (*call_t)(foo_t one, int);
typedef int row_t[4];
typedef struct lamp { int hue; } lamp_t;
typedef struct { int hue; } bulb_t;
`;

function resolved(type: string): string | undefined {
  const text = { name: 'lamp.h', path: 'lamp.h', text: TEXT, generated: false, hash: TEXT };
  const headers = { origin: 'lamps', names: () => ['lamp.h'], get: () => text };
  return apiOf(headers, TARGETS).header('lamp.h')?.resolved(type, 'x86-64');
}

test.each([
  ['foo_t', 'struct foo *'],
  ['bar_t *', 'struct foo * *'],
  ['const struct foo *', 'const struct foo *'],
  ['const foo_t', 'struct foo * const'],
  ['name_t[2]', 'const char * [2]'],
  ['call_t', 'int ( * ) ( struct foo *, int )'],
  ['call_t[2]', 'int ( * [2] ) ( struct foo *, int )'],
  ['row_t *', 'int ( * ) [4]'],
  ['lamp_t', 'struct lamp'],
  ['bulb_t *', 'bulb_t *'],
  ['__u32', 'unsigned'],
  ['long unsigned int', 'long unsigned'],
  ['__le32', '__le32'],
  ['int ( foo_t , __u32 [ 4 ] )', 'int ( struct foo *, unsigned * )'],
  ['int (*)(int hue)', 'int ( * ) ( int )'],
])('%s is %s', (type, written) => {
  expect(resolved(type)).toBe(written);
});
