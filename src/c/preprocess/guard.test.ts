// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { guardOf } from './guard.ts';
import { plainGuard } from './plain-guard.ts';
import { SourceText } from './source.ts';

const guard = (text: string) => {
  const found = guardOf(new SourceText('lamp.h', text));
  const plain = plainGuard(text);
  if (plain !== undefined) expect(found).toEqual({ kind: 'guard', name: plain });
  return 'name' in found ? `${found.kind} ${found.name}` : found.kind;
};

test('a guard asks for what it defines, around all that the header says', () => {
  expect(guard('#ifndef _LAMP_H\n#define _LAMP_H\nint a;\n#endif\n')).toBe('guard _LAMP_H');
  expect(guard('#if !defined(_LAMP_H)\n#define _LAMP_H\nint a;\n#endif\n')).toBe('guard _LAMP_H');
  expect(guard('/* Of a lamp. */\n#pragma once\nint a;\n')).toBe('once');
});

test('a guard may ask for the name of another header besides', () => {
  expect(guard('#if !defined(_LAMP_H) && !defined(_LAMPS_H)\n#define _LAMP_H\nint a;\n#endif\n')).toBe(
    'guard _LAMP_H',
  );
  expect(guard('#if !defined(_LAMP_H) || !defined(_LAMPS_H)\n#define _LAMP_H\nint a;\n#endif\n')).toBe(
    'none',
  );
});

test('what another header has to define may stand in front of a guard', () => {
  const asked = '#ifndef _LAMPS_H\n#error "include lamps.h"\n#endif\n';
  expect(guard(`${asked}#ifndef _LAMP_H\n#define _LAMP_H\nint a;\n#endif\n`)).toBe('guard _LAMP_H');
});

test('a plain guard is found by its conditionals alone', () => {
  const inside = '#if LAMP\nint a; /* #endif */\n#else\n#undef DIM\n#endif\n#pragma pack(1)\n';
  const guarded = (text: string) =>
    `/* Of a lamp. */\n#ifndef _UAPI_LAMP_H\n#define _UAPI_LAMP_H\n${text}#endif // Lamp.\n`;
  expect([guard(guarded(inside)), plainGuard(guarded(inside))]).toEqual(['guard _LAMP_H', '_LAMP_H']);
  for (const other of ['#undef _LAMP_H\n', '#else\n', '#endif\nint b;\n#if A\n', '#pragma once\n'])
    expect([guard(guarded(other)), plainGuard(guarded(other))]).not.toContain('_LAMP_H');
});

test('headers_install takes _UAPI from the name', () => {
  expect(guard('#ifndef _UAPI_LAMP_H\n#define _UAPI_LAMP_H\nint a;\n#endif\n')).toBe('guard _LAMP_H');
});

test('what stands outside, or behind an #else, is not guarded', () => {
  expect(guard('int b;\n#ifndef _LAMP_H\n#define _LAMP_H\nint a;\n#endif\n')).toBe('none');
  expect(guard('#ifndef _LAMP_H\n#define _LAMP_H\nint a;\n#endif\nint b;\n')).toBe('none');
  expect(guard('#ifndef _LAMP_H\n#define _LAMP_H\nint a;\n#else\nint b;\n#endif\n')).toBe('none');
  expect(guard('int a;\n')).toBe('none');
});

test('a guard that is undefined again guards nothing', () => {
  expect(guard('#ifndef _LAMP_H\n#define _LAMP_H\nint a;\n#undef _LAMP_H\n#endif\n')).toBe('none');
  expect(guard('#ifndef _LAMP_H\n#define _LAMP_H\n#undef _LAMP\nint a;\n#endif\n')).toBe('guard _LAMP_H');
});

test('a guard that defines another name is broken; a condition around macros is no guard', () => {
  expect(guard('#ifndef _LAMP_H\n#define _LAMPS_H\nint a;\n#endif\n')).toBe('broken _LAMP_H');
  expect(guard('#ifndef __KERNEL__\n#define LAMP_HUES 360\n#endif\n')).toBe('none');
  expect(guard('#ifndef _LAMP_H\n#define LAMP_HUES 360\n#endif\n')).toBe('none');
});
