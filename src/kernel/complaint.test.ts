// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { hostComplaint } from './complaint.ts';

test.each([
  ['cc1: fatal error: /x/a.s: No space left on device', 'NO_SPACE'],
  ["cp: error writing '/x/vmlinux': No space left on device", 'NO_SPACE'],
  ["E: You don't have enough free space in /x/archives/.", 'NO_SPACE'],
  ['/usr/bin/ld: final link failed: No space left on device', 'NO_SPACE'],
  ['gcc: fatal error: Killed signal terminated program cc1', 'HOST_FAULT'],
  ['cc1: out of memory allocating 65536 bytes after a total of 1 bytes', 'HOST_FAULT'],
  ['make[2]: vfork: Resource temporarily unavailable', 'HOST_FAULT'],
  ['Cannot create temporary file in /gone/: No such file or directory', 'HOST_FAULT'],
  ['as: /x/vfio.o: Read-only file system', 'HOST_FAULT'],
  ['/x/vfio.c:1: fatal error: opening dependency file /x/.d: Permission denied', 'HOST_FAULT'],
  ['sh: 1: cannot create /x: Too many open files', 'HOST_FAULT'],
])('%s is the host', (message, code) => {
  expect(hostComplaint(`  CC [M] vfio.o\n${message}\nmake: *** Error 1`, '/x')).toMatchObject({ code });
});

test.each([
  'vfio.c:3:9: error: #error Cannot allocate memory',
  '    3 | pr_err("x: Cannot allocate memory");',
  'vfio.c:3:1: error: static assertion failed: "x: Permission denied"',
  "vfio.c:4:2: error: 'killed' undeclared (first use in this function)",
  'vfio.c:5:10: fatal error: linux/none.h: No such file or directory',
  'ERROR: modpost: "kpw_nowhere" [drivers/vfio/pci/vfio-pci-core.ko] undefined!',
])('%s is the source', (message) => {
  expect(hostComplaint(message, '/x')).toBeUndefined();
});
