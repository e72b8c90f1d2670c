// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openDebianTree } from './debian/debian-tree.ts';
import { fill } from './debian/fill-tree.ts';
import { listHash } from './debian/tree-files.ts';
import { testContext } from './testing/context.ts';
import { cacheFakePackage, cacheState } from './testing/fake-source-package.ts';
import { listTrees, prune } from './trees.ts';

test('an empty cache lists what can be had', async () => {
  expect(
    (await listTrees(await testContext())).map(({ spec, cached }) => `${spec} ${cached ? 'cached' : '-'}`),
  ).toMatchInlineSnapshot(`
    [
      "debian:5.10 -",
      "debian:6.1 -",
      "debian:6.12 -",
      "debian:7.2 -",
    ]
  `);
});

test('a cached tree is listed with its version and sizes', async () => {
  const context = await testContext();
  const { record } = await cacheFakePackage(context.cache);
  await openDebianTree('9.9', context);
  expect((await listTrees(context)).at(-1)).toEqual({
    spec: 'debian:9.9',
    package: 'linux-source-9.9',
    cached: {
      version: '9.9.1-1',
      release: '9.9.1',
      folder: context.cache.path('trees/debian-9.9', `9.9.1-1_${listHash()}`),
      bytes: 150,
    },
    packageBytes: record.size,
  });
});

test('a damaged tree is listed as such', async () => {
  const context = await testContext();
  await cacheFakePackage(context.cache);
  await openDebianTree('9.9', context);
  await rm(context.cache.path('trees/debian-9.9', `9.9.1-1_${listHash()}`, 'tree.json'));
  const [listing] = (await listTrees(context)).slice(-1);
  expect(listing?.cached).toBeUndefined();
  expect(listing?.damaged?.title).toBe('the cached tree has lost its description (tree.json)');
});

test('pruning keeps the newest tree of a series, and what it removes can be had again', async () => {
  const context = await testContext();
  await cacheFakePackage(context.cache, { version: '9.9.1-1' });
  await openDebianTree('9.9', context);
  await fill('9.9', (await cacheFakePackage(context.cache, { version: '9.9.2-1' })).record, context);
  await mkdir(context.cache.path('trees/debian-9.9/9.9.2-1_000000000000'));
  for (const entry of ['objects/1', 'prepared/tree', 'more/debian-9.9', 'kernels/kept'])
    await mkdir(context.cache.path(entry), { recursive: true });
  const pruned = (await prune(context)).map(({ folder }) => folder.slice(context.cache.root.length + 1));
  expect(pruned.map((path) => path.replace(listHash(), 'HASH'))).toMatchInlineSnapshot(`
    [
      "debs/linux-source-9.9_9.9.1-1_all",
      "debs/linux-source-9.9_9.9.2-1_all",
      "trees/debian-9.9/9.9.1-1_HASH",
      "trees/debian-9.9/9.9.2-1_000000000000",
      "prepared/tree",
      "objects/1",
      "more/debian-9.9",
    ]
  `);
  expect(await cacheState(context.cache)).toEqual({
    trees: [`debian-9.9/9.9.2-1_${listHash()}`],
    temporary: 0,
  });
  expect((await openDebianTree('9.9', context)).release).toBe('9.9.1');
});
