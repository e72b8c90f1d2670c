// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { apiOf } from './api.ts';
import { dumpOf, stringify } from './dump.ts';
import { TextFiles } from './headers/files.ts';
import { kernelHeaders } from './headers/header-set.ts';
import { TARGETS } from './targets.ts';

const IOCTL = `
#define _IOC_NRMASK 255
#define _IOC_TYPEMASK 255
#define _IOC_SIZEMASK 16383
#define _IOC_DIRMASK 3
#define _IOC_NRSHIFT 0
#define _IOC_TYPESHIFT 8
#define _IOC_SIZESHIFT 16
#define _IOC_DIRSHIFT 30
#define _IOC_READ 2U
#define _IOC_WRITE 1U
#define _IOC(dir, type, nr, size) (((dir) << 30) | ((size) << 16) | ((type) << 8) | (nr))
#define _IOW(type, nr, what) _IOC(_IOC_WRITE, (type), (nr), sizeof(what))
`;
const LAMP = `
#include <linux/ioctl.h>
enum lamp_mode { LAMP_OFF, LAMP_ON = 0xffffffffffffffffULL };
#define LAMP_KEY 0x8000000000000001ULL
#define LAMP_LEAST (-1LL)
#define LAMP_NAME "lamp"
struct lamp_state {
	unsigned int argsz;
	unsigned int lit : 1, : 3, level : 4;
	union {
		unsigned long long raw;
		struct { unsigned short red, green; };
	};
	unsigned char names[];
};
struct lamp_page { struct lamp_elsewhere first; };
#define LAMP_SET _IOW('L', 1, struct lamp_state)
`;

const headers = kernelHeaders(
  new TextFiles(
    new Map([
      ['include/uapi/linux/ioctl.h', IOCTL],
      ['include/uapi/linux/lamp.h', LAMP],
    ]),
  ),
  'lamps',
);
const [target] = TARGETS.filter(({ id }) => id === 'i386');
if (!target) throw new Error('no i386');

test('everything that a header exports, in plain, with whole integers', () => {
  const { types, macros, enumerators, ioctls, unresolved } = dumpOf(apiOf(headers, [target]), target);
  const lamp = {
    types: types.map(({ members, ...type }) => ({
      ...type,
      members: members.map((one) => JSON.stringify(one)),
    })),
    macros: macros['linux/lamp.h'],
    enumerators,
    ioctls,
    unresolved,
  };
  expect(stringify(lamp)).toMatchInlineSnapshot(`
    "{
      "types": [
        {
          "name": "enum lamp_mode",
          "kind": "enum",
          "header": "linux/lamp.h",
          "line": 3,
          "size": 8,
          "align": 4,
          "members": []
        },
        {
          "name": "struct lamp_state",
          "kind": "struct",
          "header": "linux/lamp.h",
          "line": 7,
          "size": 16,
          "align": 4,
          "members": [
            "{\\"name\\":\\"argsz\\",\\"offset\\":0,\\"size\\":4}",
            "{\\"name\\":\\"lit\\",\\"offset\\":4,\\"size\\":4,\\"bitOffset\\":0,\\"bits\\":1}",
            "{\\"name\\":\\"level\\",\\"offset\\":4,\\"size\\":4,\\"bitOffset\\":4,\\"bits\\":4}",
            "{\\"name\\":\\"raw\\",\\"offset\\":8,\\"size\\":8}",
            "{\\"name\\":\\"red\\",\\"offset\\":8,\\"size\\":2}",
            "{\\"name\\":\\"green\\",\\"offset\\":10,\\"size\\":2}",
            "{\\"name\\":\\"names\\",\\"offset\\":16,\\"size\\":0}"
          ]
        }
      ],
      "macros": {
        "LAMP_KEY": 9223372036854775809,
        "LAMP_LEAST": -1,
        "LAMP_SET": 1074809857
      },
      "enumerators": {
        "linux/lamp.h": {
          "LAMP_OFF": 0,
          "LAMP_ON": 18446744073709551615
        }
      },
      "ioctls": {
        "LAMP_SET": {
          "header": "linux/lamp.h",
          "value": 1074809857,
          "dir": "write",
          "type": 76,
          "nr": 1,
          "size": 16
        }
      },
      "unresolved": [
        {
          "header": "linux/lamp.h",
          "name": "struct lamp_page",
          "reason": "first: struct lamp_elsewhere is declared nowhere in what the header includes"
        }
      ]
    }"
  `);
});

test('integers are bare digits, text that looks like one is not', () => {
  expect(stringify({ key: 2n ** 64n - 1n, least: -1n, text: '1n "2"' })).toMatchInlineSnapshot(`
    "{
      "key": 18446744073709551615,
      "least": -1,
      "text": "1n \\"2\\""
    }"
  `);
});
