// SPDX-License-Identifier: GPL-2.0-only
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import type { Cache } from '../../cache.ts';
import { TreeCorrupt } from '../failures.ts';
import { scratch, testContext } from '../testing/context.ts';
import { FAKE_KERNEL } from '../testing/fake-kernel.ts';
import { cacheFakePackage, cacheState } from '../testing/fake-source-package.ts';
import { cachedTree } from './cached-tree.ts';
import { openDebianTree } from './debian-tree.ts';
import { fill } from './fill-tree.ts';
import { listHash } from './tree-files.ts';

/** Long enough to be interrupted half way; one random block over and over, which is quick to compress. */
const BLOCK = randomBytes(2 ** 16).toString('latin1');
const BIG = { ...FAKE_KERNEL, 'drivers/vfio/zz-big': BLOCK.repeat(512) };

describe('a Debian tree', () => {
  test('is extracted from a cached package without network, only the files that are listed', async () => {
    const context = await testContext();
    await cacheFakePackage(context.cache);
    const tree = await openDebianTree('9.9', context);
    expect(await tree.list('')).toMatchInlineSnapshot(`
      [
        "Kbuild",
        "MAINTAINERS",
        "Makefile",
        "arch/x86/include/uapi/asm/ioctl.h",
        "drivers/vfio/pci/vfio_pci.c",
        "include/uapi/linux/vfio.h",
        "scripts/checkpatch.pl",
      ]
    `);
    expect([tree.spec, tree.label, tree.release, tree.base.kind]).toMatchInlineSnapshot(`
      [
        "debian:9.9",
        "debian-9.9",
        "9.9.1",
        "debian",
      ]
    `);
    expect(await tree.read('drivers/vfio/pci/vfio_pci.c')).toBe('/* caf\xe9 */\n');
    expect(context.said.map((line) => line.replace(/[\d.]+ s$/, 'N s'))).toMatchInlineSnapshot(`
      [
        "tree debian:9.9 | start",
        "tree debian:9.9 | note | extracting 9.9.1-1",
        "tree debian:9.9 | done | 9.9.1-1, N s",
      ]
    `);
  });

  test('is described by tree.json', async () => {
    const context = await testContext();
    const { record } = await cacheFakePackage(context.cache);
    await openDebianTree('9.9', context);
    expect(await cachedTree(context, '9.9')).toEqual({
      package: 'linux-source-9.9',
      version: '9.9.1-1',
      sha256: record.sha256,
      release: '9.9.1',
      list: listHash(),
      files: 7,
      bytes: 150,
      entry: `trees/debian-9.9/9.9.1-1_${listHash()}`,
      folder: context.cache.path('trees/debian-9.9', `9.9.1-1_${listHash()}`),
    });
  });

  test('is opened from the cache when nothing else is there', async () => {
    const context = await testContext();
    await cacheFakePackage(context.cache);
    await openDebianTree('9.9', context);
    const path = process.env.PATH;
    process.env.PATH = await scratch();
    try {
      const again = await openDebianTree('9.9', context);
      expect(await again.read('Kbuild')).toBe('# top\n');
    } finally {
      process.env.PATH = path;
    }
    expect(context.said.at(-1)).toBe('tree debian:9.9 | done | 9.9.1-1, cached');
  });

  test('is the newest of those in the cache, in Debian’s order of versions', async () => {
    const context = await testContext();
    await cacheFakePackage(context.cache, { version: '9.9.9-1' });
    await openDebianTree('9.9', context);
    const older = await cachedTree(context, '9.9');
    const { record } = await cacheFakePackage(context.cache, { version: '9.9.10-1' });
    await fill('9.9', record, context);
    expect([older?.version, (await cachedTree(context, '9.9'))?.version]).toEqual(['9.9.9-1', '9.9.10-1']);
  });

  test('is made once when two ask for it at once', async () => {
    const context = await testContext();
    await cacheFakePackage(context.cache);
    const [one, two] = await Promise.all([openDebianTree('9.9', context), openDebianTree('9.9', context)]);
    expect(await one.read('Makefile')).toBe(await two.read('Makefile'));
    expect(await cacheState(context.cache)).toEqual({
      trees: [`debian-9.9/9.9.1-1_${listHash()}`],
      temporary: 0,
    });
  });
});

describe('nothing that looks like a tree is left by', () => {
  test('a tarball that is cut short', async () => {
    const context = await testContext();
    await cacheFakePackage(context.cache, { files: BIG, cutTarball: 0.5 });
    const error = await openDebianTree('9.9', context).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(TreeCorrupt);
    expect((error as TreeCorrupt).detail).toMatchInlineSnapshot(`
      "xz: (stdin): Unexpected end of input
      tar: Unexpected EOF in archive
      tar: Unexpected EOF in archive
      tar: Error is not recoverable: exiting now"
    `);
    expect(await cacheState(context.cache)).toEqual({ trees: [], temporary: 0 });
  });

  test('a package that is cut short, which is removed so that the next run downloads it anew', async () => {
    const context = await testContext();
    const { deb } = await cacheFakePackage(context.cache, { files: BIG });
    await truncate(deb, Math.floor((await stat(deb)).size / 2));
    const error = await openDebianTree('9.9', context).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(TreeCorrupt);
    expect((error as TreeCorrupt).detail).toMatchInlineSnapshot(`
      "dpkg-deb: error: paste subprocess returned error exit status 2
      tar: Unexpected EOF in archive
      tar: Unexpected EOF in archive
      tar: Error is not recoverable: exiting now
      xz: (stdin): Unexpected end of input
      tar: Unexpected EOF in archive
      tar: Unexpected EOF in archive
      tar: Error is not recoverable: exiting now"
    `);
    expect(existsSync(deb)).toBe(false);
    expect(await cacheState(context.cache)).toEqual({ trees: [], temporary: 0 });
  });

  test('a package without a kernel in it', async () => {
    const context = await testContext();
    await cacheFakePackage(context.cache, { files: { 'drivers/vfio/vfio.c': '' } });
    await expect(openDebianTree('9.9', context)).rejects.toThrow('the source package lacks Makefile, Kbuild');
    expect(await cacheState(context.cache)).toEqual({ trees: [], temporary: 0 });
  });

  test('Ctrl-C half way', async () => {
    const context = await testContext();
    await cacheFakePackage(context.cache, { files: BIG });
    const opening = openDebianTree('9.9', context);
    opening.catch(() => undefined);
    await extractionBegun(context.cache);
    context.abort.abort(new Error('interrupted'));
    await expect(opening).rejects.toThrow('interrupted');
    expect(await cacheState(context.cache)).toEqual({ trees: [], temporary: 0 });
  });

  test('a kill half way; the next run sweeps what is left and makes it whole', async () => {
    const context = await testContext();
    await cacheFakePackage(context.cache, { files: BIG });
    const load = (path: string) => `await import(${JSON.stringify(new URL(path, import.meta.url).href)})`;
    const script = `const { Cache } = ${load('../../cache.ts')};
      const { openDebianTree } = ${load('./debian-tree.ts')};
      const cache = new Cache(${JSON.stringify(context.cache.root)});
      await openDebianTree('9.9', { cache, signal: new AbortController().signal, report() {} });`;
    const child = execa('node', ['--import', 'tsx', '--input-type=module', '-e', script], { reject: false });
    await extractionBegun(context.cache);
    child.kill('SIGKILL');
    expect((await child).signal).toBe('SIGKILL');
    expect(await cacheState(context.cache)).toEqual({ trees: [], temporary: 1 });

    await context.cache.sweep();
    const tree = await openDebianTree('9.9', context);
    expect((await tree.read('drivers/vfio/zz-big'))?.length).toBe(32 * 2 ** 20);
    expect(await cacheState(context.cache)).toEqual({
      trees: [`debian-9.9/9.9.1-1_${listHash()}`],
      temporary: 0,
    });
  });
});

test('a tree whose description is gone says which folder to remove', async () => {
  const context = await testContext();
  await cacheFakePackage(context.cache);
  await openDebianTree('9.9', context);
  const { folder = '' } = (await cachedTree(context, '9.9')) ?? {};
  await truncate(join(folder, 'tree.json'), 3);
  await expect(openDebianTree('9.9', context)).rejects.toThrow('lost its description');
  expect(await readFile(join(folder, 'source/Kbuild'), 'utf8')).toBe('# top\n');
});

/** Waits until the big file is being written. */
async function extractionBegun(cache: Cache): Promise<void> {
  for (let tries = 0; tries < 2000; tries++) {
    for (const name of await readdir(cache.path('tmp')).catch(() => []))
      if (existsSync(cache.path('tmp', name, 'source/drivers/vfio/zz-big'))) return;
    await sleep(5);
  }
  throw new Error('the extraction did not begin');
}
