// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { CacheDamaged, cacheUnusable, hostFault } from './host-fault.ts';
import { testContext } from './kernel/testing/context.ts';
import { mending } from './mending.ts';

const error = (code: string, path?: string) =>
  Object.assign(new Error(code), { code, syscall: 'open', ...(path === undefined ? {} : { path }) });

test.each([
  ['EROFS', '/c/kpw/tmp/x', 'CACHE_UNUSABLE'],
  ['EACCES', '/c/kpw', 'CACHE_UNUSABLE'],
  ['EACCES', '/c', 'CACHE_UNUSABLE'],
  ['EACCES', '/elsewhere', 'HOST_FAULT'],
  ['ENOSPC', '/elsewhere', 'NO_SPACE'],
  ['EMFILE', '/c/other', 'HOST_FAULT'],
  ['EMFILE', undefined, 'HOST_FAULT'],
])('%s on %s is %s', (code, path, wanted) => {
  expect(hostFault(error(code, path), '/c/kpw')).toMatchObject({ code: wanted });
});

test('a process that may open no more files is told so when it starts a program', async () => {
  // As 1400 open files of a parent would: node itself needs some twenty.
  const urls = ['./lock.ts', './host-fault.ts', './kernel/run.ts'].map(
    (path) => new URL(path, import.meta.url).href,
  );
  const script = `
    const [{ lockFile }, { hostFault }, { runProgram }] = await Promise.all(${JSON.stringify(urls)}.map((url) => import(url)));
    const { closeSync, openSync } = await import('node:fs');
    const context = { signal: new AbortController().signal };
    await runProgram('true', [], context);
    process.on('uncaughtException', () => undefined);
    const held = [];
    try { for (;;) held.push(openSync('/dev/null')); } catch {}
    const locked = await lockFile('/dev/null');
    const { code, title } = await runProgram('true', [], context).then(() => ({}), (error) => hostFault(error, '/c') ?? error);
    for (const one of held) closeSync(one);
    console.log(JSON.stringify({ locked, code, title }));`;
  const { stdout } = await execa('sh', [
    '-c',
    'ulimit -n 256; exec node --import tsx --input-type=module -e "$0"',
    script,
  ]);
  expect(JSON.parse(stdout)).toEqual({
    locked: 'none',
    code: 'HOST_FAULT',
    title: 'no program can be started: this process may open no more files',
  });
});

test('a cache below a folder that refuses it is named whole', () => {
  const { title, where } = hostFault(error('EACCES', '/nonexistent'), '/nonexistent/.cache/kpw') ?? {};
  expect({ title, where }).toEqual({
    title: 'the cache cannot be made: permission is denied',
    where: '/nonexistent/.cache/kpw (refused at /nonexistent)',
  });
});

test('a cache that may not be written is not compared with what was recorded of it', async () => {
  const context = await testContext();
  await kept(context);
  await writeFile(context.cache.path('things/one/file'), 'wh');
  const work = () =>
    Promise.reject(cacheUnusable(context.cache.root, error('EROFS', context.cache.path('tmp/x'))));
  await expect(mending(context, work)).rejects.toMatchObject({ code: 'CACHE_UNUSABLE' });
  expect(context.said).toEqual([]);
});

test('what the system does not say is our own defect', () => {
  expect(hostFault(new TypeError('undefined is not a function'), '/c')).toBeUndefined();
  expect(hostFault(error('EINVAL', '/x'), '/c')).toBeUndefined();
});

const kept = async (context: Awaited<ReturnType<typeof testContext>>) => {
  const folder = await context.cache.entry('things/one', (into) => writeFile(join(into, 'file'), 'whole'));
  return readFile(join(folder, 'file'), 'utf8');
};

test('work that fails by a damaged entry is done again with the entry made again, which is named', async () => {
  const context = await testContext();
  await kept(context);
  await writeFile(context.cache.path('things/one/file'), 'wh');
  let times = 0;
  const work = async () => {
    times++;
    if ((await kept(context)) !== 'whole') await readFile(context.cache.path('things/one/gone'));
    return 'well';
  };
  expect(await mending(context, work)).toBe('well');
  expect(times).toBe(2);
  expect(context.said).toEqual(['cache things/one | failed | damaged: file has 2 bytes, not 5; made again']);
});

test('a file that is gone from an entry of which nothing was recorded is damage too', async () => {
  const context = await testContext();
  await mkdir(context.cache.path('things/one'), { recursive: true });
  context.cache.has('things/one');
  expect(await mending(context, () => kept(context))).toBe('whole');
  expect(context.said).toEqual(['cache things/one | failed | damaged: it cannot be checked; made again']);
});

test('work that fails with a sound cache fails once; damage that comes again is told', async () => {
  const context = await testContext();
  let times = 0;
  const fails = async () => {
    times++;
    await kept(context);
    throw new Error('other');
  };
  await expect(mending(context, fails)).rejects.toThrow('other');
  expect(times).toBe(1);
  const damaged = async () => {
    throw new CacheDamaged([{ entry: 'things/one', what: ['file is gone'] }]);
  };
  await expect(mending(context, damaged)).rejects.toMatchObject({ code: 'CACHE_DAMAGED' });
});
