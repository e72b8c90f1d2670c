// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { kbuildFile } from './make-modules.ts';

test('the tree’s own Makefile says what the wanted modules are made of', () => {
  expect(kbuildFile('drivers/vfio/pci', ['vfio-pci-core.o', 'vfio-pci.o'])).toMatchInlineSnapshot(`
    "include $(KPW_ROOT)/drivers/vfio/pci/Makefile
    obj-y :=
    obj-m := $(filter vfio-pci-core.o vfio-pci.o,$(obj-m))
    LINUXINCLUDE := -I$(KPW_ROOT)/include -I$(KPW_ROOT)/include/uapi $(LINUXINCLUDE)
    ccflags-y += -fmacro-prefix-map=$(KPW_ROOT)/=
    "
  `);
});
