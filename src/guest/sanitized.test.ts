// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { testContext } from '../kernel/testing/context.ts';
import { librariesOf } from './sanitized.ts';

test.skipIf(process.arch !== 'x64')('the libraries of a program are found, with its loader', async () => {
  const found = await librariesOf([{ path: '/bin/true' }], 'x86_64', await testContext());
  expect(found.some((path) => /\/libc\.so\.6$/.test(path))).toBe(true);
  expect(found.some((path) => /\/ld-linux-x86-64\.so\.2$/.test(path))).toBe(true);
  expect(found.some((path) => path.includes('vdso'))).toBe(false);
});

test('a guest of another architecture is refused', async () => {
  await expect(librariesOf([], 'ppc64le', await testContext())).rejects.toMatchObject({ code: 'HOST_LACKS' });
});
