// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { unfollowed, unfollowedText } from './named-files.ts';

const MAKEFILE = 'obj-$(CONFIG_LAMP) += lamp.o\nlamp-y := main.o bulb.o\n';

/** What is said of a change that leaves these files, others of which are as in a small driver. */
async function said(
  moved: { removed?: string[]; added?: string[] },
  after: Record<string, string> = {},
): Promise<string[]> {
  const { removed = [], added = [] } = moved;
  const texts: Record<string, string | undefined> = {
    'drivers/lamp/Makefile': MAKEFILE,
    'drivers/lamp/main.c': '',
    'drivers/lamp/bulb.c': '',
    ...Object.fromEntries(added.map((path) => [path, ''])),
    ...after,
    ...Object.fromEntries(removed.map((path) => [path, undefined])),
  };
  const found = await unfollowed(
    { removed, added },
    async (path) => texts[path],
    new Map(Object.entries(after)),
  );
  return found.map((one) => unfollowedText(one, found));
}

test('a file that is renamed without the Makefile’s line is told, with the line that is missing', async () => {
  expect(
    await said({ removed: ['drivers/lamp/bulb.c'], added: ['drivers/lamp/led.c'] }),
  ).toMatchInlineSnapshot(`
    [
      "drivers/lamp/bulb.c is taken away, and drivers/lamp/Makefile still makes lamp of bulb.o; name led.o there",
      "drivers/lamp/led.c is new, and drivers/lamp/Makefile does not name led.o: nothing compiles it",
    ]
  `);
});

test('with the line, or as another kind of source, nothing is said', async () => {
  const moved = { removed: ['drivers/lamp/bulb.c'], added: ['drivers/lamp/led.c'] };
  const makefile = MAKEFILE.replace('bulb.o', 'led.o');
  expect(await said(moved, { 'drivers/lamp/Makefile': makefile })).toEqual([]);
  expect(await said({ removed: ['drivers/lamp/bulb.c'], added: ['drivers/lamp/bulb.S'] })).toEqual([]);
});

test('a new file that no Makefile names is compiled by nothing, unless another file includes it', async () => {
  expect(await said({ added: ['drivers/lamp/dim.c'] })).toMatchInlineSnapshot(`
    [
      "drivers/lamp/dim.c is new, and drivers/lamp/Makefile does not name dim.o: nothing compiles it",
    ]
  `);
  expect(
    await said({ added: ['drivers/lamp/dim.c'] }, { 'drivers/lamp/main.c': '#include "dim.c"\n' }),
  ).toEqual([]);
});

test('where the Makefile has what nobody here evaluates, and for programs, nothing is said', async () => {
  const makefile = `${MAKEFILE}lamp-y += $(shell ls *.c)\n`;
  expect(await said({ added: ['drivers/lamp/dim.c'] }, { 'drivers/lamp/Makefile': makefile })).toEqual([]);
  expect(await said({ added: ['tools/lamp/dim.c'] })).toEqual([]);
});
