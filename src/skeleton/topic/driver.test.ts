// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { Tree } from '../../kernel/tree.ts';
import { aboutDriver, examineDriver } from './driver.ts';

const FILES: Readonly<Record<string, string>> = {
  'drivers/Makefile': 'obj-y += lamp/\n',
  'drivers/lamp/Makefile': `obj-$(CONFIG_LAMP_PCI) += lamp-pci.o
obj-$(CONFIG_LAMP_CORE) += lamp-core.o
lamp-core-y := core.o colours.o
obj-$(CONFIG_LAMP_FIXED) += fixed.o
obj-y += always.o
obj-$(CONFIG_LAMP_NET) += net.o
obj-$(CONFIG_LAMP) += lamp.o
`,
  'drivers/lamp/Kconfig': `config LAMP_PCI
	tristate "Lamps of PCI"
config LAMP_CORE
	tristate "Lamps"
config LAMP_FIXED
	bool "Lamps that cannot be taken away"
`,
  'drivers/lamp/lamp-pci.c': `#define NAME "lamp pci"
/* static struct pci_driver old = { .name = "old", .probe = old_probe, }; */
static int lamp_probe(struct pci_dev *dev, const struct pci_device_id *id)
{
	return 0;
}
static struct pci_driver lamp_driver = {
	.name		= NAME,
	.probe		= lamp_probe,
};
module_pci_driver(lamp_driver);
`,
  'drivers/lamp/core.c':
    'static int __init lamp_init(void)\n{\n\treturn 0;\n}\nsubsys_initcall(lamp_init);\n',
  'drivers/lamp/colours.c': 'int lamp_colour(void)\n{\n\treturn 0;\n}\n',
  'drivers/lamp/fixed.c': 'module_init(x);\n',
  'drivers/lamp/always.c': 'module_init(x);\n',
  // Called as its folder: a folder of several modules is no name of one.
  'drivers/lamp/lamp.c': 'module_init(x);\n',
  'drivers/lamp/net.c': 'int lamp_net(void)\n{\n\treturn 0;\n}\n',
};

const TREE = {
  ...{ spec: 'lamps', label: 'lamps', release: '6.1.0', base: { kind: 'folder' } },
  read: async (path: string) => FILES[path],
  list: async (folder: string) => Object.keys(FILES).filter((path) => path.startsWith(`${folder}/`)),
} as unknown as Tree;

const said = async (path: string) =>
  examineDriver(TREE, path).then(
    ({ module, symbol, registers, entries }) => ({
      module,
      symbol,
      registers,
      entries: entries.map(({ file, name, called }) => `${file} ${name} ${called}`),
    }),
    ({ code, title }) => `${code} ${title}`,
  );

test('a driver of a bus: its module, its name on the bus and the function that takes a device', async () => {
  expect(await said('drivers/lamp/lamp-pci.c')).toMatchInlineSnapshot(`
    {
      "entries": [
        "drivers/lamp/lamp-pci.c lamp_probe for a device",
      ],
      "module": "lamp_pci",
      "registers": {
        "bus": "pci",
        "name": "lamp pci",
      },
      "symbol": "LAMP_PCI",
    }
  `);
});

test('of a module of several files any will do, and its initcall is where it begins', async () => {
  const found = await said('drivers/lamp/colours.c');
  expect(found).toMatchInlineSnapshot(`
    {
      "entries": [
        "drivers/lamp/core.c lamp_init at loading",
      ],
      "module": "lamp_core",
      "registers": undefined,
      "symbol": "LAMP_CORE",
    }
  `);
  expect(await said('drivers/lamp/core.c')).toEqual(found);
});

test('what can be no module, or could be several, or is not there, is told', async () => {
  expect([
    await said('drivers/lamp/fixed.c'),
    await said('drivers/lamp/always.c'),
    await said('drivers/lamp'),
    await said('drivers/lamp/lamp_pci.c'),
    await said('drivers/candle'),
    await said('drivers/lamp/net.c'),
  ]).toMatchInlineSnapshot(`
    [
      "MODULE_MISSING LAMP_FIXED is a bool (drivers/lamp/Kconfig:5): fixed is built in or absent, and never a module",
      "MODULE_MISSING drivers/lamp/always.c is always built into the kernel (drivers/lamp/Makefile), and no module",
      "TREE_UNSUITABLE drivers/lamp has several modules: lamp_pci, lamp_core, fixed, lamp, net",
      "TREE_UNSUITABLE the tree has no drivers/lamp/lamp_pci.c",
      "TREE_UNSUITABLE the tree has no drivers/candle, or no file of C in it",
      "TREE_UNSUITABLE kpw finds no function in drivers/lamp/net.c to begin with: neither one that is called for a device nor one for loading",
    ]
  `);
});

test('the files that tell of a driver are its folder, and Makefiles and Kconfigs above', () => {
  expect(aboutDriver('drivers/lamp/core.c')).toMatchInlineSnapshot(`
    [
      "drivers/lamp",
      "Makefile",
      "drivers/Makefile",
      "Kconfig",
      "drivers/Kconfig",
    ]
  `);
});
