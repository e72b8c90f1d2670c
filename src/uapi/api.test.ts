// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { apiOf } from './api.ts';
import type { HeaderSet, On, Unknown } from './model.ts';
import { TARGETS } from './targets.ts';

/** A set of made-up headers; `x86/asm/lamp.h` is there on x86 only. */
function headers(files: Record<string, string>): HeaderSet {
  return {
    origin: 'lamps',
    names: () => Object.keys(files).map((name) => name.replace(/^x86\//, '')),
    get(name, target) {
      const path = files[`${target.arch}/${name}`] === undefined ? name : `${target.arch}/${name}`;
      const text = files[path];
      return text === undefined ? undefined : { name, path, text, generated: false, hash: text };
    },
  };
}

const IOCTL = `
#define _IOC_NRSHIFT 0
#define _IOC_NRMASK 255
#define _IOC_TYPESHIFT 8
#define _IOC_TYPEMASK 255
#define _IOC_SIZESHIFT 16
#define _IOC_SIZEMASK 16383
#define _IOC_DIRSHIFT 30
#define _IOC_DIRMASK 3
#define _IOC_READ 2U
#define _IOC_WRITE 1U
#define _IOC(dir,type,nr,size) (((dir) << 30) | ((type) << 8) | ((nr) << 0) | ((size) << 16))
#define _IO(type,nr) _IOC(0U,(type),(nr),0)
#define _IOR(type,nr,size) _IOC(_IOC_READ,(type),(nr),sizeof(size))
`;

/** `8 on i386 arm; 16 on …`: values with their targets. */
function by<T>(on: On<T> | undefined, show: (value: T) => string): string[] {
  const groups = new Map<string, string[]>();
  for (const [id, value] of on ?? []) {
    const text = isKnown(value) ? show(value) : value.unknown;
    groups.set(text, [...(groups.get(text) ?? []), id]);
  }
  return [...groups].map(
    ([text, ids]) => `${text} on ${ids.length === TARGETS.length ? 'all' : ids.join(' ')}`,
  );
}

function isKnown<T>(value: T | Unknown): value is T {
  return typeof value !== 'object' || value === null || !('unknown' in value);
}

const LAMP = `
#include <linux/ioctl.h>
#define LAMP_TYPE 'L'
/* What a lamp is. */
struct lamp_info {
	unsigned int argsz;
	unsigned int flags;
#define LAMP_INFO_FLAG_DIM	(1 << 0)	/* can be dimmed */
	unsigned long long watts;
	long age;
};
/* Reads a lamp */
#define LAMP_GET_INFO _IOR(LAMP_TYPE, 1, struct lamp_info)
#define LAMP_RESET LAMP_CALL(2)
#define LAMP_CALL(nr) _IO(LAMP_TYPE, nr)
enum lamp_state { LAMP_OFF, LAMP_ON = 4, LAMP_LAST = LAMP_ON };
#define LAMP_ON LAMP_ON
#define LAMP_NAME "lamp"
`;

const api = apiOf(headers({ 'linux/lamp.h': LAMP, 'linux/ioctl.h': IOCTL }), TARGETS);
const lamp = api.header('linux/lamp.h');

test('a type is laid out for every target', () => {
  const [type] = lamp?.types ?? [];
  expect([type?.name, type?.line, type?.kind]).toEqual(['struct lamp_info', 5, 'struct']);
  expect(
    by(type?.on, ({ size, align, members }) => `${size}/${align} ${members.map((m) => m.offset).join()}`),
  ).toMatchInlineSnapshot(`
    [
      "24/8 0,4,8,16 on x86-64 x32 arm64 arm ppc64le s390x",
      "20/4 0,4,8,16 on i386",
    ]
  `);
});

test('a macro has its value, its comment and the struct that it stands in', () => {
  const macro = lamp?.macros.find(({ name }) => name === 'LAMP_INFO_FLAG_DIM');
  expect([macro?.body, macro?.comment, macro?.inside]).toEqual([
    '(1 << 0)',
    '/* can be dimmed */',
    { type: 'struct lamp_info', member: 'flags' },
  ]);
  expect(by(macro?.on, String)).toEqual(['1 on all']);
  expect(lamp?.macros.find(({ name }) => name === 'LAMP_NAME')?.on.size).toBe(0);
});

test('an ioctl is decoded, through other macros too, with its argument', () => {
  const shown = (lamp?.ioctls ?? []).map(({ name, argument, on }) => [
    `${name} ${argument}`,
    ...by(on, ({ value, dir, type, nr, size }) => `0x${value.toString(16)} ${dir} ${type} ${nr} ${size}`),
  ]);
  expect(shown).toMatchInlineSnapshot(`
    [
      [
        "LAMP_GET_INFO struct lamp_info",
        "0x80184c01 read 76 1 24 on x86-64 x32 arm64 arm ppc64le s390x",
        "0x80144c01 read 76 1 20 on i386",
      ],
      [
        "LAMP_RESET undefined",
        "0x4c02 none 76 2 0 on all",
      ],
    ]
  `);
});

test('enumerators have their place and their value', () => {
  const shown = (lamp?.enumerators ?? []).map(
    ({ name, enum: whole, index, siblings, initialiser, on }) =>
      `${whole} ${index}/${siblings} ${name} = ${initialiser}: ${by(on, String)}`,
  );
  expect(shown).toEqual([
    'enum lamp_state 0/3 LAMP_OFF = undefined: 0 on all',
    'enum lamp_state 1/3 LAMP_ON = 4: 4 on all',
    'enum lamp_state 2/3 LAMP_LAST = LAMP_ON: 4 on all',
  ]);
});

test('what a header leaves to the C library is known, and what nobody declares is not', () => {
  const text =
    'struct bulb { size_t n; struct sockaddr to; };\nstruct odd { struct nowhere a; };\n#define ODD sizeof(struct odd)\n';
  const bulb = apiOf(headers({ 'linux/bulb.h': text }), TARGETS).header('linux/bulb.h');
  expect(by(bulb?.types[0]?.on, ({ size }) => String(size))).toEqual([
    '24 on x86-64 arm64 ppc64le s390x',
    '20 on i386 x32 arm',
  ]);
  const reason = 'a: struct nowhere is declared nowhere in what the header includes';
  expect(
    bulb?.unresolved.map(({ name, line, targets, reason: why }) => [name, line, targets.length, why]),
  ).toEqual([
    ['struct odd', 2, 7, reason],
    ['ODD', 3, 7, reason],
  ]);
});

test('a header of one architecture is there for its targets only', () => {
  const files = { 'x86/asm/lamp.h': 'struct lamp { long a; };' };
  const found = apiOf(headers(files), TARGETS).header('asm/lamp.h');
  expect(found?.path).toBe('x86/asm/lamp.h');
  expect(by(found?.types[0]?.on, ({ size }) => String(size))).toEqual(['8 on x86-64', '4 on i386 x32']);
  expect(apiOf(headers(files), TARGETS).header('asm/bulb.h')).toBeUndefined();
});

test('a type is found from where it is used, through includes', () => {
  const files = { 'a.h': '#include "b.h"\n', 'b.h': '#include <c.h>\n', 'c.h': 'struct lamp { int a; };\n' };
  expect(apiOf(headers(files), TARGETS).type('struct lamp', 'a.h')?.header).toBe('c.h');
});

test('an #error makes all of a header undetermined where it is reached', () => {
  const text = '#ifdef __s390x__\n#error "not here"\n#endif\nstruct lamp { int a; };\n#define LAMP 1\n';
  const found = apiOf(headers({ 'a.h': text }), TARGETS).header('a.h');
  expect(found?.unresolved).toMatchObject([{ name: '', reason: '#error "not here"', targets: ['s390x'] }]);
  expect(by(found?.types[0]?.on, ({ size }) => String(size))).toEqual([
    '4 on x86-64 i386 x32 arm64 arm ppc64le',
    '#error "not here" on s390x',
  ]);
  expect(by(found?.macros[0]?.on, String)).toEqual([
    '1 on x86-64 i386 x32 arm64 arm ppc64le',
    '#error "not here" on s390x',
  ]);
});

test('what stands behind an #error of an included header is undetermined there', () => {
  const files = {
    'a.h':
      '#ifndef A_H\n#define A_H\n#include "b.h"\n#ifdef __s390x__\nenum { BULB };\n#else\nenum { BULB };\n#endif\n#endif\n',
    'b.h': '#ifdef __s390x__\n#error "not here"\n#endif\n',
  };
  const found = apiOf(headers(files), TARGETS).header('a.h');
  expect(by(found?.enumerators[0]?.on, String)).toEqual([
    '0 on x86-64 i386 x32 arm64 arm ppc64le',
    'b.h:2: #error "not here" on s390x',
  ]);
  expect(found?.unresolved).toMatchObject([
    { name: '', reason: 'b.h:2: #error "not here"', targets: ['s390x'] },
  ]);
});
