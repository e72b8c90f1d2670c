// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { apiOf } from '../api.ts';
import type { HeaderSet } from '../model.ts';
import { TARGETS } from '../targets.ts';

/** As include/uapi/asm-generic/ioctl.h writes them; `check` is what _IOC_TYPECHECK() says. */
const ioctl = (check: string) => `
#ifndef _IOC_SIZEBITS
#define _IOC_SIZEBITS 14
#define _IOC_DIRBITS 2
#endif
#define _IOC_NRMASK ((1 << 8) - 1)
#define _IOC_TYPEMASK ((1 << 8) - 1)
#define _IOC_SIZEMASK ((1 << _IOC_SIZEBITS) - 1)
#define _IOC_DIRMASK ((1 << _IOC_DIRBITS) - 1)
#define _IOC_NRSHIFT 0
#define _IOC_TYPESHIFT (_IOC_NRSHIFT + 8)
#define _IOC_SIZESHIFT (_IOC_TYPESHIFT + 8)
#define _IOC_DIRSHIFT (_IOC_SIZESHIFT + _IOC_SIZEBITS)
#ifndef _IOC_NONE
#define _IOC_NONE 0U
#define _IOC_WRITE 1U
#define _IOC_READ 2U
#endif
#define _IOC(dir, type, nr, size) \\
	(((dir) << _IOC_DIRSHIFT) | ((type) << _IOC_TYPESHIFT) | ((nr) << _IOC_NRSHIFT) | ((size) << _IOC_SIZESHIFT))
#define _IOC_TYPECHECK(t) ${check}
#define _IO(type, nr) _IOC(_IOC_NONE, (type), (nr), 0)
#define _IOR(type, nr, argtype) _IOC(_IOC_READ, (type), (nr), (_IOC_TYPECHECK(argtype)))
#define _IOW(type, nr, argtype) _IOC(_IOC_WRITE, (type), (nr), (_IOC_TYPECHECK(argtype)))
#define _IOWR(type, nr, argtype) _IOC(_IOC_READ | _IOC_WRITE, (type), (nr), (_IOC_TYPECHECK(argtype)))
`;

/** arch/powerpc has a direction of three bits, and 4 for what userspace writes. */
const POWERPC = `
#define _IOC_SIZEBITS 13
#define _IOC_DIRBITS 3
#define _IOC_NONE 1U
#define _IOC_READ 2U
#define _IOC_WRITE 4U
#include <asm-generic/ioctl.h>
`;

const LAMP = `
#include <asm/ioctl.h>
#define LAMP_MAGIC 'L'
#define LAMP_BASE 0x40
#define LAMP_IOWR(nr, type) _IOWR(LAMP_MAGIC, nr, type)
#define LAMP_COMMAND(number, type) LAMP_IOWR(LAMP_BASE + (number), type)
struct lamp { long hue; char *name; };
struct huge { char room[20000]; };
enum lamp_number { LAMP_NR_LAST = 9 };
#define LAMP_PLAIN _IO(LAMP_MAGIC, 1)
#define LAMP_READ _IOR('L', 2, struct lamp)
#define LAMP_WRITE _IOW('L', LAMP_NR_LAST, unsigned int)
#define LAMP_BOTH _IOWR(LAMP_MAGIC, LAMP_BASE + 1, struct lamp)
#define LAMP_THROUGH LAMP_COMMAND(3, struct lamp)
#define LAMP_ARRAY _IOR(LAMP_MAGIC, 4, struct lamp[2])
#define LAMP_PARENTHESES (_IO(LAMP_MAGIC, 5))
#define LAMP_LARGE _IOW(LAMP_MAGIC, 6, struct huge)
#define LAMP_MINUS _IO(LAMP_MAGIC, -1)
#define LAMP_WIDE _IO(LAMP_MAGIC, 0x123)
#define LAMP_STRANGE _IOR(LAMP_MAGIC, 7, struct nowhere)
#define LAMP_LIST _IO(LAMP_MAGIC, 8), _IO(LAMP_MAGIC, 9)
`;

function lamps(check: string) {
  const files: Readonly<Record<string, string>> = {
    'linux/lamp.h': LAMP,
    'asm-generic/ioctl.h': ioctl(check),
    'asm/ioctl.h': '#include <asm-generic/ioctl.h>\n',
    'powerpc/asm/ioctl.h': POWERPC,
  };
  const set: HeaderSet = {
    origin: 'lamps',
    names: () => ['linux/lamp.h', 'asm-generic/ioctl.h', 'asm/ioctl.h'],
    get(name, target) {
      const path = files[`${target.arch}/${name}`] === undefined ? name : `${target.arch}/${name}`;
      const text = files[path];
      return text === undefined ? undefined : { name, path, text, generated: false, hash: text };
    },
  };
  const header = apiOf(set, TARGETS).header('linux/lamp.h');
  return (header?.macros ?? [])
    .filter(({ body }) => /_IO|COMMAND/.test(body))
    .map(({ name, on }) => [
      name,
      ...[...on].map(
        ([id, value]) => `${id} ${typeof value === 'bigint' ? value.toString(16) : value.unknown}`,
      ),
    ]);
}

test('a request has the value that the macros give it, taken apart or expanded', () => {
  // `+ 0` is another text, so that every request is expanded.
  expect(lamps('(sizeof(t))')).toEqual(lamps('(sizeof(t) + 0)'));
});

test('requests differ where a target encodes them in other bits, or has another size of long', () => {
  expect(
    lamps('(sizeof(t))')
      .filter(([name = '']) => /PLAIN|READ|THROUGH|STRANGE|LARGE/.test(name))
      .map((row) => row.filter((one) => !/^(x32|arm|arm64|s390x) /.test(one)).join('\n  '))
      .join('\n'),
  ).toMatchInlineSnapshot(`
    "LAMP_PLAIN
      x86-64 4c01
      i386 4c01
      ppc64le 20004c01
    LAMP_READ
      x86-64 80104c02
      i386 80084c02
      ppc64le 40104c02
    LAMP_THROUGH
      x86-64 c0104c43
      i386 c0084c43
      ppc64le c0104c43
    LAMP_LARGE
      x86-64 4e204c06
      i386 4e204c06
      ppc64le ce204c06
    LAMP_STRANGE
      x86-64 struct nowhere is declared nowhere in what the header includes
      i386 struct nowhere is declared nowhere in what the header includes
      ppc64le struct nowhere is declared nowhere in what the header includes"
  `);
});
