// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { Makefiles } from './membership.ts';
import { symbolType } from './symbol-type.ts';

const reader = (files: Readonly<Record<string, string>>) => async (path: string) => files[path];

/** Where a file is compiled into, in short: `lamp (m by LAMP; LAMP, LIGHTS)`. */
async function placed(files: Readonly<Record<string, string>>, path: string): Promise<string[]> {
  const { memberships, unknown } = await new Makefiles(reader(files)).placeOf(path);
  const told = memberships.map(
    ({ module, folder, symbol, fixed, symbols }) =>
      `${folder}: ${module} (${symbol ?? fixed}; ${symbols.join(', ')})`,
  );
  return [...told, ...unknown];
}

test('a file that is a goal by itself belongs to the module of its name', async () => {
  const files = { 'drivers/lamp/Makefile': 'obj-$(CONFIG_LAMP)\t+= bulb-plain.o # the lamp\n' };
  expect(await placed(files, 'drivers/lamp/bulb-plain.c')).toEqual(['drivers/lamp: bulb_plain (LAMP; LAMP)']);
});

test('a file of a composite object belongs to the object above, with the symbols of all on the way', async () => {
  const files = {
    'drivers/Makefile': 'obj-$(CONFIG_LIGHTS) += lamp/\n',
    'drivers/lamp/Makefile':
      'obj-$(CONFIG_LAMP) += lamp.o\nlamp-y := main.o \\\n\tbulb.o\nlamp-$(CONFIG_LAMP_DIM) += dim.o\n',
  };
  expect(await placed(files, 'drivers/lamp/bulb.c')).toEqual(['drivers/lamp: lamp (LAMP; LAMP, LIGHTS)']);
  expect(await placed(files, 'drivers/lamp/dim.c')).toEqual([
    'drivers/lamp: lamp (LAMP; LAMP_DIM, LAMP, LIGHTS)',
  ]);
});

test('a Makefile above names files of folders below, by functions too', async () => {
  const files = {
    'fs/wick/Makefile':
      'obj-$(CONFIG_WICK) += wick.o\nDIR = libwick\nwick-y += $(addprefix $(DIR)/, oil.o \\\n flame.o)\n',
  };
  expect(await placed(files, 'fs/wick/libwick/flame.c')).toEqual(['fs/wick: wick (WICK; WICK)']);
});

test('lists that another line reads, conditions, libraries and includes are followed', async () => {
  const files = {
    'mm/Makefile': 'mmu-$(CONFIG_MMU) := memory.o\nobj-y := filemap.o $(mmu-y)\n',
    'lib/Makefile': 'lib-y := sort.o\nifdef CONFIG_GLOW\nobj-y += glow.o\nendif\n',
    'net/Makefile': 'include $(srctree)/net/common.mk\nobj-$(CONFIG_NET) += net.o\n',
    'net/common.mk': 'net-y += $(obj)/wire.o cable.o\n',
  };
  expect(await placed(files, 'mm/memory.c')).toEqual(['mm: memory (y; )']);
  expect(await placed(files, 'lib/sort.c')).toEqual(['lib: sort (lib; )']);
  expect(await placed(files, 'lib/glow.c')).toEqual(['lib: glow (y; GLOW)']);
  expect(await placed(files, 'net/cable.c')).toEqual(['net: net (NET; NET)']);
});

test('what is made for the host, and what nothing names, is in no module', async () => {
  const files = { 'drivers/lamp/Makefile': 'hostprogs := gen\ngen-objs := gen.o\nobj-y += x.o\n' };
  expect(await placed(files, 'drivers/lamp/other.c')).toEqual(['no Makefile names drivers/lamp/other.o']);
});

test('a list that is made by a program is told as not evaluated, and the program is not run', async () => {
  const files = {
    'drivers/lamp/Makefile': 'obj-m += lamp.o\nlamp-y := $(shell touch /tmp/kpw-was-here; ls *.o)\n',
  };
  expect(await placed(files, 'drivers/lamp/bulb.c')).toEqual([
    'drivers/lamp/Makefile has $(shell touch /tmp/kpw-was-here; ls *.o), which is not evaluated',
  ]);
});

test('Makefiles that include themselves and objects made of themselves come to an end', async () => {
  const files = {
    'drivers/lamp/Makefile': 'include $(src)/Makefile\na-y := b.o\nb-y := a.o\nV = $(V)\nobj-y += $(V)\n',
  };
  expect((await placed(files, 'drivers/lamp/a.c')).length).toBeGreaterThan(0);
});

test("the type of a symbol is read from the folder's Kconfig, or one above", async () => {
  const files = {
    'drivers/lamp/Kconfig':
      'config LAMP\n\ttristate "Lamps"\n\thelp\n\t  config LAMP_NO\n\nconfig LAMP_DIM\n\tbool\n',
    'drivers/Kconfig': 'menuconfig LIGHTS\n\tbool "Lights"\n',
  };
  const type = (symbol: string) => symbolType(reader(files), 'drivers/lamp', symbol);
  expect(await type('LAMP')).toEqual({ type: 'tristate', file: 'drivers/lamp/Kconfig', line: 1 });
  expect(await type('LAMP_DIM')).toEqual({ type: 'bool', file: 'drivers/lamp/Kconfig', line: 6 });
  expect(await type('LIGHTS')).toMatchObject({ type: 'bool', file: 'drivers/Kconfig' });
  expect(await type('NOWHERE')).toBeUndefined();
});
