// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { moduleWith } from './testing/elf.ts';
import { problemsOf } from './verify-module.ts';

const FIELDS = ['name=vfio_pci', 'vermagic=6.1.0-56-cloud-amd64 SMP preempt mod_unload modversions '];
const SHIPPED = moduleWith(FIELDS, 1280, { module_layout: 0x12345678, vfio_init: 0xabcdef });

test('a module that was built as the shipped one was has no problem', () => {
  expect(problemsOf(moduleWith(FIELDS, 1280, { module_layout: 0x12345678, other: 1 }), SHIPPED)).toEqual([]);
});

test('each way in which a module would not fit its kernel is named', () => {
  const fields = ['name=vfio_pci', 'vermagic=6.1.0-55-cloud-amd64 SMP mod_unload '];
  expect(problemsOf(moduleWith(fields, 1344), SHIPPED)).toMatchInlineSnapshot(`
    [
      "its vermagic is “6.1.0-55-cloud-amd64 SMP mod_unload”, the kernel’s “6.1.0-56-cloud-amd64 SMP preempt mod_unload modversions”",
      "its struct module has 1344 bytes, the kernel’s 1280",
      "it has no symbol versions, and the kernel has",
      "its version of module_layout is missing, the kernel’s 0x12345678",
    ]
  `);
  expect(
    problemsOf(moduleWith(FIELDS, 1280, { module_layout: 1, pci_foo: 0 }), SHIPPED),
  ).toMatchInlineSnapshot(`
    [
      "its version of module_layout is 0x00000001, the kernel’s 0x12345678",
      "symbols without a version: pci_foo",
    ]
  `);
});

test('a kernel without symbol versions asks for none', () => {
  const shipped = moduleWith(['name=vfio_pci', 'vermagic=7.2 SMP '], 1344);
  expect(problemsOf(moduleWith(['name=vfio_pci', 'vermagic=7.2 SMP '], 1344), shipped)).toEqual([]);
});
