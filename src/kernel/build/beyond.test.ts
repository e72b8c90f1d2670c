// SPDX-License-Identifier: GPL-2.0-only
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Cache } from '../../cache.ts';
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { scratch } from '../testing/context.ts';
import type { Tree } from '../tree.ts';
import { scopedEdits } from './build-scope.ts';

const TEXTS: Record<string, string> = {
  'drivers/block/Makefile': `obj-$(CONFIG_BLK_DEV_FD) += floppy.o
obj-$(CONFIG_BLK_DEV_LOOP) += loop.o
obj-$(CONFIG_BLK_DEV_RAM) += brd.o
obj-$(CONFIG_SUNVDC) += sunvdc.o
obj-y += always.o
`,
  'include/linux/blkdev.h': '',
};
const CONFIG = `CONFIG_BLK_DEV_FD=m
CONFIG_BLK_DEV_LOOP=m
CONFIG_BLK_DEV_RAM=y
# CONFIG_SUNVDC is not set
`;

const TREE = {
  spec: 'linux',
  label: 'linux',
  base: { kind: 'directory', path: '/linux' },
  read: async (path: string) => TEXTS[path],
  list: async () => [],
} as unknown as Tree;

/** What becomes of a design that changes these files, where floppy is what is replaced. */
async function told(...paths: string[]): Promise<string> {
  const folder = await scratch();
  await writeFile(join(folder, 'config'), CONFIG);
  const context: Context = {
    cache: new Cache(join(folder, 'cache')),
    signal: new AbortController().signal,
    report: () => undefined,
  };
  const shipped = [{ name: 'floppy', folder: 'drivers/block', path: 'floppy.ko' }];
  const kernel = {
    ...{ shipped, swapHeaders: {}, architecture: 'x86_64' as const, release: '6.1.0' },
    config: join(folder, 'config'),
  };
  try {
    const edited = new Map(paths.map((path) => [path, '// changed']));
    const { built, beside } = await scopedEdits(kernel, TREE, edited, 'lamp', context);
    return `built ${[...built.keys()]}, beside ${beside}`;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [`${error.code}: ${error.title}`, error.detail].join('\n');
  }
}

test('a module that is not replaced, built-in code, and code that the kernel leaves out are called what they are', async () => {
  expect(await told('drivers/block/loop.c')).toMatchInlineSnapshot(`
    "NOT_REPLACED: lamp changes the module loop of the kernel 6.1.0, which the run does not replace (it replaces floppy)
    drivers/block/loop.c: drivers/block/Makefile makes loop of it with CONFIG_BLK_DEV_LOOP=m"
  `);
  expect(await told('drivers/block/brd.c')).toMatchInlineSnapshot(`
    "NEEDS_SOURCE: lamp changes drivers/block/brd.c, which the kernel 6.1.0 and its base modules are compiled from
    drivers/block/brd.c: drivers/block/Makefile builds it in: CONFIG_BLK_DEV_RAM=y"
  `);
  expect(await told('drivers/block/always.c', 'drivers/block/loop.c')).toMatchInlineSnapshot(`
    "NEEDS_SOURCE: lamp changes drivers/block/always.c, which the kernel 6.1.0 and its base modules are compiled from
    drivers/block/always.c: drivers/block/Makefile builds it in
    drivers/block/loop.c: drivers/block/Makefile makes loop of it with CONFIG_BLK_DEV_LOOP=m"
  `);
  expect(await told('drivers/block/sunvdc.c')).toMatchInlineSnapshot(`
    "NOT_REPLACED: the kernel 6.1.0 has nothing of what lamp changes: drivers/block/sunvdc.c
    drivers/block/sunvdc.c: drivers/block/Makefile makes it with CONFIG_SUNVDC, which is not set"
  `);
  expect(await told('include/linux/blkdev.h')).toMatchInlineSnapshot(`
    "NEEDS_SOURCE: lamp changes include/linux/blkdev.h, which the kernel 6.1.0 and its base modules are compiled from
    include/linux/blkdev.h: other code of the kernel is compiled with it"
  `);
});

test('code that the kernel leaves out is passed over where the design changes a replaced module too', async () => {
  expect(await told('drivers/block/floppy.c', 'drivers/block/sunvdc.c')).toBe(
    'built drivers/block/floppy.c, beside drivers/block/sunvdc.c',
  );
});
