// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { parseCompilerMessages, usefulLines } from './compiler-messages.ts';

const PATHS = { root: '/cache/tmp/1/tree', folder: 'drivers/vfio/pci' };

test('absolute paths of the copied tree become paths of the tree', () => {
  const output = `  CC [M]  /cache/tmp/1/tree/drivers/vfio/pci/vfio_pci_core.o
In file included from /cache/tmp/1/tree/drivers/vfio/pci/vfio_pci_core.c:25:
/cache/tmp/1/tree/include/linux/vfio_pci_core.h:70:9: error: unknown type name 'boool'
   70 |         boool msix_mmap;
/cache/tmp/1/tree/drivers/vfio/pci/vfio_pci_core.c:600:13: warning: unused variable 'x' [-Wunused-variable]
`;
  expect(parseCompilerMessages(output, PATHS)).toMatchInlineSnapshot(`
    [
      {
        "column": 9,
        "file": "include/linux/vfio_pci_core.h",
        "level": "error",
        "line": 70,
        "text": "unknown type name 'boool'",
      },
      {
        "column": 13,
        "file": "drivers/vfio/pci/vfio_pci_core.c",
        "level": "warning",
        "line": 600,
        "text": "unused variable 'x' [-Wunused-variable]",
      },
    ]
  `);
});

test('relative paths are relative to the modules’ folder, as kbuild has it since v6.13', () => {
  const output = "vfio_pci_core.c:12:3: error: 'y' undeclared\n../vfio.h:4: fatal error: no such file\n";
  expect(parseCompilerMessages(output, PATHS).map(({ file, line, column }) => [file, line, column])).toEqual([
    ['drivers/vfio/pci/vfio_pci_core.c', 12, 3],
    ['drivers/vfio/vfio.h', 4, 0],
  ]);
});

test('a message in a macro of the kernel’s headers is placed where the tree uses the macro', () => {
  const headers = '/cache/kernels/root/usr/src/linux-headers-6.1.0-56-common';
  const output = `${headers}/include/linux/build_bug.h:16:51: error: negative width in bit-field '<anonymous>'
${headers}/include/linux/container_of.h:18:33: note: in definition of macro 'container_of'
/cache/tmp/1/tree/include/linux/vfio.h:174:41: note: in expansion of macro 'BUILD_BUG_ON_ZERO'
/cache/tmp/1/tree/drivers/vfio/pci/vfio_pci.c:153:16: note: in expansion of macro 'vfio_alloc_device'
${headers}/include/linux/fs.h:1302:9: warning: 'counted_by' attribute directive ignored [-Wattributes]
`;
  expect(
    parseCompilerMessages(output, PATHS).map(({ file, line, text }) => `${file}:${line}: ${text}`),
  ).toEqual([
    "drivers/vfio/pci/vfio_pci.c:153: negative width in bit-field '<anonymous>'",
    "include/linux/fs.h:1302: 'counted_by' attribute directive ignored [-Wattributes]",
  ]);
});

test('the same message of two files that include a header is one', () => {
  const line = '/cache/tmp/1/tree/include/linux/vfio_pci_core.h:70:9: error: unknown type name\n';
  expect(parseCompilerMessages(line + line, PATHS)).toHaveLength(1);
});

test('the useful lines are the compiler’s, from the first error on', () => {
  const output = `make: Entering directory '/headers'
  CC [M]  vfio_pci_core.o
vfio_pci_core.c:9:1: warning: something
vfio_pci_core.c:12:3: error: 'y' undeclared
   12 |   y;
      |   ^
make[3]: *** [scripts/Makefile.build:250: vfio_pci_core.o] Error 1
make: Leaving directory '/headers'
`;
  expect(usefulLines(output)).toMatchInlineSnapshot(`
    "vfio_pci_core.c:12:3: error: 'y' undeclared
       12 |   y;
          |   ^"
  `);
});

test('where only make says something, that is useful', () => {
  const output = "make: Entering directory '/headers'\nmake: *** No rule to make target 'modules'.  Stop.\n";
  expect(usefulLines(output)).toBe("make: *** No rule to make target 'modules'.  Stop.");
});
