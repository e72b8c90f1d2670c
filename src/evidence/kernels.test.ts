// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { withConfigs } from './kernels.ts';

test('what is run asks for configs of a kernel that is built, beside those that the user asked for', () => {
  expect(withConfigs({ way: 'source', configs: ['debug', 'dpdk'] }, ['dpdk', 'more'])).toEqual({
    way: 'source',
    configs: ['debug', 'dpdk', 'more'],
  });
  expect(withConfigs({ way: 'source' }, [])).toEqual({ way: 'source' });
});

test('a kernel that comes built is taken as it is', () => {
  expect(withConfigs({ way: 'prebuilt' }, ['dpdk'])).toEqual({ way: 'prebuilt' });
});
