// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, testContext } from '../../../test/support.ts';
import { openSide, type UapiSide } from './open.ts';

const TREE = {
  Makefile: 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 2\nEXTRAVERSION =\n',
  Kbuild: '\n',
  MAINTAINERS: 'lamp\n',
  'Documentation/mm/lamp.rst': 'lamp\n',
  'include/uapi/linux/types.h': '\n',
  'include/linux/lamp.h': 'lamp\n',
  'arch/x86/kernel/lamp.S': 'lamp\n',
  'mm/lamp.c': 'lamp\n',
  'mm/bulb.c': 'lamp\n',
  'mm/lines.c': 'one\ntwo\nthree\n',
};

const context = testContext();

/** The small tree with a patch applied. */
async function patched(text: string): Promise<UapiSide> {
  const folder = await temporaryFolder();
  for (const [path, content] of Object.entries(TREE)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const base = await openSide(folder, undefined, context);
  return openSide('-', base, context, async () => text);
}

const change = (path: string) => `--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-lamp\n+bulb\n`;

const NOTHING = 'the patch touches no exported header and no driver at hand';

test.each([
  [
    'a page, a list, assembly',
    ['Documentation/mm/lamp.rst', 'MAINTAINERS', 'arch/x86/kernel/lamp.S'],
    NOTHING,
  ],
  [
    'code of the kernel alone',
    ['mm/lamp.c'],
    'the patch touches no exported header; kpw read mm/lamp.c as it reads a driver',
  ],
  [
    'a header of the kernel alone',
    ['include/linux/lamp.h'],
    'the patch touches no exported header; kpw read include/linux/lamp.h as it reads a driver',
  ],
  [
    'several files of code',
    ['mm/lamp.c', 'mm/bulb.c', 'MAINTAINERS'],
    'the patch touches no exported header; kpw read 2 files of C as it reads drivers',
  ],
])('a patch of %s is about no header, and says which code was read', async (_, paths, note) => {
  const { notes, unreadDrivers } = await patched(paths.map(change).join(''));
  expect(unreadDrivers).toBeUndefined();
  expect(notes).toEqual([note]);
});

test('a file that is moved as it is, or made empty, is no driver that was not read', async () => {
  const moved =
    'diff --git a/mm/lamp.c b/mm/hue.c\nsimilarity index 100%\nrename from mm/lamp.c\nrename to mm/hue.c\n';
  const empty = 'diff --git a/mm/new.c b/mm/new.c\nnew file mode 100644\nindex 0000000..e69de29\n';
  const side = await patched(moved + empty);
  expect([side.unreadDrivers, side.files.read('mm/hue.c'), side.files.read('mm/new.c')]).toEqual([
    undefined,
    'lamp\n',
    '',
  ]);
});

test('a file that diff -N makes is read', async () => {
  const text =
    '--- a/mm/new.c\t1970-01-01 00:00:00.000000000 +0000\n+++ b/mm/new.c\t2026-11-14 12:33:22.000000000 +0000\n@@ -0,0 +1 @@\n+lamp\n';
  const side = await patched(text);
  expect([side.unreadDrivers, side.files.read('mm/new.c')]).toEqual([undefined, 'lamp\n']);
});

test('assembly and tools that the side does not hold are no drivers', async () => {
  const paths = ['arch/x86/lib/none.S', 'tools/none.c', 'Documentation/none.c'];
  const { notes, unreadDrivers } = await patched([...paths, 'MAINTAINERS'].map(change).join(''));
  expect([notes, unreadDrivers]).toEqual([[NOTHING], undefined]);
});

test('a file that is moved from where the side holds nothing is said not to be read', async () => {
  const text =
    'diff --git a/mm/none.c b/mm/hue.c\nsimilarity index 100%\nrename from mm/none.c\nrename to mm/hue.c\n';
  expect((await patched(text)).unreadDrivers).toEqual(['mm/none.c', 'mm/hue.c']);
});

test('a hunk without context goes where it says, and one that is cut off is refused', async () => {
  const lines = '--- a/mm/lines.c\n+++ b/mm/lines.c\n';
  const inserted = await patched(`${lines}@@ -2,0 +3 @@\n+bulb\n`);
  const replaced = await patched(`${lines}@@ -2 +2 @@\n-two\n+bulb\n`);
  expect([inserted.files.read('mm/lines.c'), replaced.files.read('mm/lines.c')]).toEqual([
    'one\ntwo\nbulb\nthree\n',
    'one\nbulb\nthree\n',
  ]);
  await expect(patched(`${lines}@@ -2,3 +2,4 @@\n two\n+bulb\n`)).rejects.toThrow();
});
