// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { kbuildFile, makeArguments } from './make-modules.ts';

test('the tree’s own Makefile says what the wanted modules are made of', () => {
  expect(kbuildFile('drivers/vfio/pci', ['vfio-pci-core.o', 'vfio-pci.o'])).toMatchInlineSnapshot(`
    "include $(KPW_ROOT)/drivers/vfio/pci/Makefile
    obj-y :=
    obj-m := $(filter vfio-pci-core.o vfio-pci.o,$(obj-m))
    LINUXINCLUDE := -I$(KPW_ROOT)/include -I$(KPW_ROOT)/include/uapi $(LINUXINCLUDE)
    ccflags-y := $(subst $(srctree)/$(KPW_ROOT),$(KPW_ROOT),$(ccflags-y))
    ccflags-y += -fmacro-prefix-map=$(KPW_ROOT)/=
    "
  `);
});

test('modules have debug information where their kernel has, under the names of the tree', () => {
  const kernel = {
    headers: '/k/tree/build',
    architecture: 'x86_64',
  } as const;
  const debugging = (one: Parameters<typeof makeArguments>[0]) =>
    makeArguments(one, '/tmp/work', 'drivers/vfio/pci', 'gcc').filter((word) =>
      /debug|DEBUG_INFO=/.test(word),
    );
  expect(debugging(kernel)).toEqual(['CONFIG_DEBUG_INFO=']);
  expect(debugging({ ...kernel, symbols: '/k/symbols' })).toEqual([
    'KCFLAGS=-fdebug-prefix-map=/tmp/work=/tree',
  ]);
});

test('what a distribution leaves off of the replaced modules alone is on', () => {
  const kernel = { headers: '/k', architecture: 'x86_64', switches: ['LAMP_DIM', 'LAMP_OLD'] } as const;
  expect(makeArguments(kernel, '/tmp/work', 'drivers/lamp', 'gcc')).toContain(
    'KCFLAGS=-DCONFIG_LAMP_DIM=1 -DCONFIG_LAMP_OLD=1',
  );
});
