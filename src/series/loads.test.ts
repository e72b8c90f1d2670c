// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { loadedName, readLoadedName } from './loads.ts';

const refused = (work: () => unknown): string => {
  try {
    return `takes ${JSON.stringify(work())}`;
  } catch (error) {
    const { code, title, where } = error as { code: string; title: string; where: string };
    return `${code} ${where}: ${title}`;
  }
};

test('a name says how modules are loaded, in the order in which that is given', () => {
  expect([
    loadedName('dim', {}),
    loadedName('dim', { allow: true }),
    loadedName('dim', { allow: false, 'lamp.hue': 7 }),
    loadedName('dim', { ids: '10de:13c2,8086:25ab' }),
  ]).toEqual(['dim', 'dim[allow=1]', 'dim[allow=0][lamp.hue=7]', 'dim[ids=10de:13c2,8086:25ab]']);
});

test('what a name says is read again, with what follows it', () => {
  expect([
    readLoadedName('dim[allow=1][lamp.hue=7]=~/linux@v6.12..dim'),
    readLoadedName('dim:glow=x.mbox'),
    readLoadedName('./dim.mbox'),
  ]).toMatchInlineSnapshot(`
    [
      {
        "id": "dim",
        "rest": "=~/linux@v6.12..dim",
        "values": {
          "allow": "1",
          "lamp.hue": "7",
        },
      },
      {
        "id": "dim",
        "rest": ":glow=x.mbox",
        "values": {},
      },
      undefined,
    ]
  `);
});

test('what insmod would take for something else, and what is no name of a cell, is refused', () => {
  expect(
    [
      () => readLoadedName('dim[allow]=x.mbox'),
      () => readLoadedName('dim[]=x.mbox'),
      () => readLoadedName('dim[allow=1 hue=2]'),
      () => readLoadedName('dim[allow=1][allow=0]'),
      () => loadedName('dim', { 'no name': 1 }),
      () => loadedName('dim', { path: '/lib/lamp' }),
      () => loadedName('dim', { one: 'x'.repeat(60) }),
    ].map(refused),
  ).toMatchInlineSnapshot(`
    [
      "BAD_PARAMETER dim[allow]: "allow" is no parameter of a module with its value",
      "BAD_PARAMETER dim[]: "" is no parameter of a module with its value",
      "BAD_PARAMETER dim[allow=1 hue=2]: "allow=1 hue=2" is no parameter of a module with its value",
      "BAD_PARAMETER dim[allow=1][allow=0]: the parameter allow is given twice",
      "BAD_PARAMETER dim[no name=1]: "no name=1" is no parameter of a module with its value",
      "BAD_PARAMETER dim[path=/lib/lamp]: "path=/lib/lamp" is no parameter of a module with its value",
      "BAD_PARAMETER dim[one=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx]: a design and the values that it is loaded with are 63 characters at most, and these are 69",
    ]
  `);
});
