// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { parseDepends } from './dependencies.ts';

test('the first alternative counts, and only an exact version is kept', () => {
  const field =
    'linux-base (>= 4.12~), linux-headers-6.12.117+deb12-common (= 6.12.117-1~deb12u1), ' +
    'dracut | initramfs-tools (>= 0.120), gcc:any, libc6 (<< 3)\n';
  expect(parseDepends(field)).toEqual([
    { package: 'linux-base' },
    { package: 'linux-headers-6.12.117+deb12-common', version: '6.12.117-1~deb12u1' },
    { package: 'dracut' },
    { package: 'gcc' },
    { package: 'libc6' },
  ]);
});

test('a package that depends on nothing', () => {
  expect(parseDepends('')).toEqual([]);
});
