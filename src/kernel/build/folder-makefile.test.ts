// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { folderMakefile } from './folder-makefile.ts';

test('a Makefile says what modules are linked from, where make descends and where headers are', async () => {
  const text = `# SPDX-License-Identifier: GPL-2.0
obj-$(CONFIG_LAMP) += lamp.o   # and more
obj-$(CONFIG_DIM) := dim-x.o deep/
lamp-y := main.o \\
          sub/more.o
lamp-$(CONFIG_LAMP_DEBUG) += debug.o
dim-x-objs = dim.o
ccflags-y += -DLAMP -I$(src)/../common -I $(srctree)/drivers/net/lamp -I$(srctree)/$(src)/include
CFLAGS_trace.o := -I$(src)
ccflags-y += -I$(srctree)/include/lamp -I$(OTHER)/x
`;
  const read = async (path: string) => (path === 'drivers/lamp/x/Makefile' ? text : undefined);
  const { objects, descends, includes } = await folderMakefile(read, 'drivers/lamp/x');
  expect(Object.fromEntries(objects)).toEqual({
    lamp: ['main.o', 'sub/more.o', 'debug.o'],
    dim_x: ['dim.o'],
  });
  expect([...descends]).toEqual(['deep']);
  expect(includes).toEqual([
    'drivers/lamp/common',
    'drivers/net/lamp',
    'drivers/lamp/x/include',
    'drivers/lamp/x',
  ]);
});

test('Kbuild goes before Makefile, and what it includes counts', async () => {
  const files = new Map([
    ['a/Kbuild', 'include $(srctree)/a/Makefile.parts\nobj-m += lamp.o\n'],
    ['a/Makefile', 'obj-m += other.o\n'],
    [
      'a/Makefile.parts',
      'lamp-y := $(addprefix sub/, one.o two.o)\nccflags-y += -I/usr/include -I$(OTHER)/x\n',
    ],
  ]);
  const { objects, includes } = await folderMakefile(async (path) => files.get(path), 'a');
  expect(Object.fromEntries(objects)).toEqual({ lamp: ['sub/one.o', 'sub/two.o'] });
  expect(includes).toEqual([]);
});

test('a folder without a Makefile makes nothing', async () => {
  const { objects, descends, includes } = await folderMakefile(async () => undefined, 'a');
  expect([objects.size, descends.size, includes.length]).toEqual([0, 0, 0]);
});
