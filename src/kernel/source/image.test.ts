// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { imageOf } from './image.ts';

test('a kernel of x86 is entered by PVH where it can be, and by its boot sector where it cannot', () => {
  expect([
    imageOf('x86_64', 'CONFIG_PVH=y\n').goal,
    imageOf('x86_64', '# CONFIG_PVH is not set\n').goal,
    imageOf('x86_64', 'CONFIG_XEN_PVH=y\n').goal,
    imageOf('aarch64', '').goal,
    imageOf('ppc64le', '').goal,
  ]).toEqual(['vmlinux', 'bzImage', 'bzImage', 'Image', 'vmlinux']);
});
