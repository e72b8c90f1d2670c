// SPDX-License-Identifier: GPL-2.0-only
import { mkdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { testContext } from '../testing/context.ts';
import { PC } from '../testing/platform.ts';
import type { Tree, TreeBase } from '../tree.ts';
import { kernelEntry, preparedKernel } from './find-kernel.ts';

function tree(release: string, base: TreeBase): Tree {
  const nothing = async () => undefined;
  return { spec: '/src', label: 'src', release, base, read: nothing, list: async () => [], export: nothing };
}

async function withKernels(...versions: string[]) {
  const context = await testContext();
  for (const version of versions)
    await mkdir(context.cache.path(kernelEntry(version, 'cloud-amd64')), { recursive: true });
  return context;
}

test('a Debian tree takes only the kernel of its own version', async () => {
  const context = await withKernels('6.1.190-1', '6.1.192-2');
  const base = { kind: 'debian', package: 'linux-source-6.1', sha256: '' } as const;
  expect(await preparedKernel(tree('6.1.190', { ...base, version: '6.1.190-1' }), PC, context)).toBe(
    'kernels/2/6.1.190-1_cloud-amd64',
  );
  expect(
    await preparedKernel(tree('6.1.193', { ...base, version: '6.1.193-1' }), PC, context),
  ).toBeUndefined();
});

test('a tree of one’s own takes the newest kernel of its series', async () => {
  const context = await withKernels('6.1.99-1', '6.1.192-2', '6.12.117-1~deb12u1');
  const base = { kind: 'directory', path: '/src' } as const;
  expect(await preparedKernel(tree('6.1.50', base), PC, context)).toBe('kernels/2/6.1.192-2_cloud-amd64');
  expect(await preparedKernel(tree('6.12.0-rc3', base), PC, context)).toBe(
    'kernels/2/6.12.117-1~deb12u1_cloud-amd64',
  );
  expect(await preparedKernel(tree('6.9.1', base), PC, context)).toBeUndefined();
});
