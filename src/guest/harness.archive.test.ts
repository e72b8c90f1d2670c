// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { debian, testContext } from '../../test/support.ts';
import type { Tree } from '../kernel/tree.ts';
import { harnessOf } from './harness.ts';

test('where the harness of a tree is too old for test programs, they get that of a newer tree', async () => {
  const old = { read: async () => '#define TEST(name)\n', list: async () => [] } as unknown as Tree;
  const texts = await harnessOf(old, testContext());
  expect(texts.get('kselftest_harness.h')).toBe(
    await (await debian('6.1')).read('tools/testing/selftests/kselftest_harness.h'),
  );
});
