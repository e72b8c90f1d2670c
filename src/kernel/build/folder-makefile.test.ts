// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { readFolderMakefile } from './folder-makefile.ts';

test('a Makefile says what modules are linked from, where make descends and where headers are', () => {
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
  const { objects, descends, includes } = readFolderMakefile(text, 'drivers/lamp/x');
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
