// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { includedBy, means, publishedName } from './lines.ts';

test('what a text includes is read from its directives, each once', () => {
  expect(
    includedBy('#include <linux/a.h>\n# include "b.h"\n#include <linux/a.h>\n// #include "c"\n'),
  ).toEqual(['<linux/a.h>', '"b.h"']);
});

const nothing = () => false;

test('a published header is included by its name below include', () => {
  expect(publishedName('include/linux/lamp.h')).toBe('linux/lamp.h');
  expect(publishedName('include/uapi/linux/lamp.h')).toBe('linux/lamp.h');
  expect(publishedName('drivers/lamp/lamp.h')).toBeUndefined();
  expect(means('<linux/lamp.h>', 'mm/x.c', 'include/linux/lamp.h', nothing)).toBe(true);
  expect(means('<uapi/linux/lamp.h>', 'mm/x.c', 'include/uapi/linux/lamp.h', nothing)).toBe(true);
  expect(means('<net/lamp.h>', 'mm/x.c', 'include/linux/lamp.h', nothing)).toBe(false);
});

test('a header beside a file is nearer than one of the same name elsewhere', () => {
  const header = 'drivers/lamp/core/main.h';
  expect(means('"main.h"', 'drivers/lamp/core/a.c', header, nothing)).toBe(true);
  expect(means('"core/main.h"', 'drivers/lamp/b.c', header, nothing)).toBe(true);
  expect(means('"../core/main.h"', 'drivers/lamp/dim/c.c', header, nothing)).toBe(true);
  expect(means('"main.h"', 'drivers/lamp/dim/c.c', header, nothing)).toBe(true);
  expect(
    means('"main.h"', 'drivers/lamp/dim/c.c', header, (path) => path === 'drivers/lamp/dim/main.h'),
  ).toBe(false);
  expect(means('"main.h"', 'net/wire/d.c', header, nothing)).toBe(false);
});
