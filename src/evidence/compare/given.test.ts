// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { Cache } from '../../cache.ts';
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import type { KnownModules } from '../../kernel/build.ts';
import type { Tree } from '../../kernel/tree.ts';
import { namedModules } from './given.ts';

const TEXTS: Record<string, string> = {
  'drivers/block/Makefile': `obj-$(CONFIG_BLK_DEV_FD) += floppy.o
obj-$(CONFIG_BLK_DEV_LOOP) += loop.o
obj-$(CONFIG_ZRAM) += zram/
obj-y += core.o
`,
  'drivers/block/zram/Makefile': 'zram-y := zcomp.o zram_drv.o\nobj-$(CONFIG_ZRAM) += zram.o\n',
  'drivers/watchdog/Makefile': `obj-$(CONFIG_WATCHDOG_CORE) += watchdog.o
watchdog-objs += watchdog_core.o watchdog_dev.o
obj-$(CONFIG_I6300ESB_WDT) += i6300esb.o
obj-$(CONFIG_SOFT_WATCHDOG) += softdog.o
`,
  'drivers/block/floppy.c': '',
  'drivers/block/loop.c': '',
  'drivers/block/core.c': '',
  'drivers/block/zram/zram_drv.c': '',
  'drivers/watchdog/i6300esb.c': '',
};
const TREE = {
  spec: 'linux',
  base: { kind: 'directory', path: '/linux' },
  read: async (path: string) => TEXTS[path],
  list: async (folder: string) => Object.keys(TEXTS).filter((path) => path.startsWith(`${folder}/`)),
} as unknown as Tree;
const CONFIG = new Map([
  ['BLK_DEV_FD', 'm'],
  ['BLK_DEV_LOOP', 'y'],
]);
const KERNEL: KnownModules = {
  release: '6.1.0',
  modules: new Map([['floppy', 'drivers/block']]),
  builtIn: new Map([['loop', 'drivers/block']]),
};
const context: Context = {
  cache: new Cache('/nowhere'),
  signal: new AbortController().signal,
  report: () => undefined,
};

/** What a word names, by a kernel that is at hand or by the tree alone. */
async function named(word: string, kernels: readonly KnownModules[] = [KERNEL]): Promise<string> {
  try {
    const target = { folder: 'x86', config: CONFIG };
    const [module] = await namedModules([word], TREE, { kernels, target }, context);
    return `${module?.folder}/${module?.name}: ${module?.state}`;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [`${error.code}: ${error.title}`, error.detail, error.hint].filter(Boolean).join(' | ');
  }
}

test('a module is named as /proc/modules has it, or by its path', async () => {
  for (const word of [
    'floppy',
    'drivers/block/floppy',
    './drivers/block/floppy.c',
    'drivers/block/floppy.ko',
  ])
    expect(await named(word)).toBe('drivers/block/floppy: module');
  expect(await named('floppy', [])).toBe('drivers/block/floppy: module');
  expect(await named('drivers/block/zram')).toBe('drivers/block/zram/zram: off');
  expect(await named('zram-drv', [])).toBe('drivers/block/zram/zram: off');
  expect(await named('drivers/block/zram/zram_drv.c')).toBe('drivers/block/zram/zram: off');
});

test('what the kernel has built in, and what it leaves out, is called so', async () => {
  expect(await named('loop')).toBe('drivers/block/loop: built-in');
  expect(await named('i6300esb')).toBe('drivers/watchdog/i6300esb: off');
});

test('a name that nothing has is refused with the nearest ones', async () => {
  expect(await named('flopy')).toMatchInlineSnapshot(
    `"MODULE_MISSING: neither the kernel 6.1.0 nor linux has a module flopy | Did you mean floppy? A module that is called otherwise than its files is found by its folder: --modules FOLDER/flopy."`,
  );
  expect(await named('zram_drw', [])).toMatchInlineSnapshot(
    `"MODULE_MISSING: linux has no module zram_drw | Did you mean zram_drv? A module that is called otherwise than its files is found by its folder: --modules FOLDER/zram_drw."`,
  );
  expect(await named('drivers/block/flopy')).toMatchInlineSnapshot(
    `"MODULE_MISSING: no Makefile of linux makes a module flopy in drivers/block | Did you mean floppy?"`,
  );
  expect(await named('drivers/blok/floppy')).toMatchInlineSnapshot(
    `"MODULE_MISSING: linux has no folder drivers/blok with a Makefile | Did you mean floppy?"`,
  );
});

test('a folder of several modules is no answer, and a goal that is always built in is none', async () => {
  expect(await named('drivers/watchdog')).toMatchInlineSnapshot(
    `"BAD_PARAMETER: drivers/watchdog is of 3 modules | i6300esb, softdog, watchdog | Name the one that you mean: --modules drivers/watchdog/i6300esb"`,
  );
  expect(await named('drivers/block')).toMatchInlineSnapshot(
    `"BAD_PARAMETER: drivers/block is of 2 modules | floppy, loop | Name the one that you mean: --modules drivers/block/floppy"`,
  );
  expect(await named('drivers/block/core')).toMatchInlineSnapshot(
    `"MODULE_MISSING: core is always built into the kernel (drivers/block/Makefile), and no module | Leave it out; a design of built-in code is seen in a kernel from source (--kernel source)."`,
  );
});
