// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { Cache, defaultCacheRoot } from './cache.ts';
import { scratch } from './kernel/testing/context.ts';
import { idOf, self } from './owner.ts';

const load = (path: string) => `await import(${JSON.stringify(new URL(path, import.meta.url).href)})`;

/** Another process that uses a cache by a script. */
function other(root: string, script: string, wrapper: readonly string[] = []) {
  const head = `const { Cache } = ${load('./cache.ts')}; const cache = new Cache(${JSON.stringify(root)});
    const { writeFile, appendFile } = await import('node:fs/promises');
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));`;
  const [file = '', ...args] = [
    ...wrapper,
    ...[process.execPath, '--import', 'tsx', '--input-type=module', '-e', `${head}\n${script}`],
  ];
  return execa(file, args, { reject: false });
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await sleep(20);
}

const MAKES = (log: string, milliseconds: number) => `
  await cache.entry('things/one', async (folder) => {
    await appendFile(${JSON.stringify(log)}, 'made ');
    await sleep(${milliseconds});
    await writeFile(folder + '/file', 'whole');
  });
  process.stdout.write('done');`;

test('two processes make an entry once', async () => {
  const root = await scratch();
  const log = join(root, 'log');
  const both = await Promise.all([1, 2].map(() => other(root, MAKES(log, 500))));
  expect(both.map(({ stdout, stderr }) => `${stdout}${stderr}`)).toEqual(['done', 'done']);
  expect(await readFile(log, 'utf8')).toBe('made ');
});

test('a process that is killed leaves no lock: the next one makes the entry at once', async () => {
  const root = await scratch();
  const log = join(root, 'log');
  const first = other(root, MAKES(log, 600_000));
  await until(() => existsSync(log));
  first.kill('SIGKILL');
  await first;
  const cache = new Cache(root);
  await cache.entry('things/one', (folder) => writeFile(join(folder, 'file'), 'mine'));
  expect(await readFile(cache.path('things/one/file'), 'utf8')).toBe('mine');
  expect(await readdir(cache.path('tmp'))).toHaveLength(1);
  await cache.sweep();
  expect(await readdir(cache.path('tmp'))).toEqual([]);
});

test('an entry is made beside a process that stands still, which takes that one when it goes on', async () => {
  const root = await scratch();
  const log = join(root, 'log');
  const first = other(root, MAKES(log, 1_000));
  await until(() => existsSync(log));
  first.kill('SIGSTOP');
  let waited = 0;
  const cache = new Cache(root);
  const fill = (folder: string) => writeFile(join(folder, 'file'), 'mine');
  await cache.entry('things/one', fill, { onWait: () => waited++, still: 3_000 });
  expect(waited).toBe(1);
  first.kill('SIGCONT');
  expect((await first).stdout).toBe('done');
  expect(await readFile(cache.path('things/one/file'), 'utf8')).toBe('mine');
});

test('work whose lock file was removed is done again', async () => {
  const cache = new Cache(await scratch());
  let times = 0;
  const result = await cache.locked('apt', {}, async () => {
    if (++times === 1) await rm(cache.path('locks'), { recursive: true });
    return times;
  });
  expect(result).toBe(2);
});

test('an entry whose folder is removed while it is made is made again', async () => {
  const cache = new Cache(await scratch());
  let times = 0;
  await cache.entry('things/one', async (folder) => {
    if (++times === 1) await rm(cache.path('tmp'), { recursive: true });
    await writeFile(join(folder, 'file'), 'whole');
  });
  expect(times).toBe(2);
  expect(await readdir(cache.path('things/one'))).toEqual(['file']);
});

test('a folder that is emptied again and again under a compiler is a fault of the host', async () => {
  const cache = new Cache(await scratch());
  const build = cache.entry('things/one', () =>
    cache.working(async (work) => {
      for (const name of await readdir(work)) await rm(join(work, name));
      throw new Error('fatal error: vfio.h: No such file or directory');
    }),
  );
  await expect(build).rejects.toMatchObject({
    code: 'HOST_FAULT',
    title: expect.stringContaining('removed'),
  });
});

test('a process of another PID namespace is left alone while it lives, and swept when it does not', async () => {
  const root = await scratch();
  const script = `await cache.temporary(); process.stdout.write('there'); await sleep(600_000);`;
  const apart = ['unshare', '--pid', '--fork', '--mount-proc', '--kill-child'];
  if ((await execa('unshare', ['--pid', '--fork', 'true'], { reject: false })).exitCode !== 0) return;
  const container = other(root, script, apart);
  await new Promise((resolve) => container.stdout.once('data', resolve));
  const cache = new Cache(root);
  await cache.sweep();
  expect(await readdir(cache.path('tmp'))).toHaveLength(1);
  container.kill('SIGKILL');
  await container;
  await until(async () => {
    await cache.sweep();
    return (await readdir(cache.path('tmp'))).length === 0;
  });
  expect(await readdir(cache.path('locks'))).toEqual([]);
});

test('a PID that is used again is not taken for its former owner', async () => {
  const cache = new Cache(await scratch());
  const me = self();
  await mkdir(cache.path('tmp', `${idOf({ ...me, start: '1' }, '0a1b2c3d')}-1`), { recursive: true });
  await mkdir(cache.path('tmp', `${idOf(me, '0a1b2c3d')}-1`), { recursive: true });
  await cache.sweep();
  expect(await readdir(cache.path('tmp'))).toEqual([`${idOf(me, '0a1b2c3d')}-1`]);
});

test('what nobody can tell anything of is swept after a day', async () => {
  const cache = new Cache(await scratch());
  for (const name of ['4711-0a1b2c3d', '4712-0a1b2c3d'])
    await mkdir(cache.path('tmp', name), { recursive: true });
  await utimes(cache.path('tmp/4711-0a1b2c3d'), 1, 1);
  await cache.sweep();
  expect(await readdir(cache.path('tmp'))).toEqual(['4712-0a1b2c3d']);
});

test('damage is found by size and by content, and named', async () => {
  const cache = new Cache(await scratch());
  const fill = async (folder: string) => {
    for (const name of ['cut', 'changed', 'gone', 'whole']) await writeFile(join(folder, name), 'four');
  };
  await cache.entry('things/one', fill);
  const file = (name: string) => cache.path('things/one', name);
  expect(await cache.damaged()).toEqual([]);
  await truncate(file('cut'), 2);
  await writeFile(file('changed'), 'five');
  await rm(file('gone'));
  expect(await cache.damaged()).toEqual([
    {
      entry: 'things/one',
      what: ['changed has another content', 'cut has 2 bytes, not 4', 'gone is gone'],
    },
  ]);
  // Another process looks at the files that it was to boot.
  const found = (...names: string[]) => new Cache(cache.root).damaged(names.map(file));
  expect(await found('whole')).toEqual([]);
  expect((await found('whole', 'cut'))[0]?.what).toEqual(['cut has 2 bytes, not 4']);
  const second = new Cache(cache.root);
  await rm(cache.path('sums'), { recursive: true });
  expect(await second.damaged([file('whole')])).toEqual([]);
  second.has('things/one');
  await second.complete();
  await truncate(file('whole'), 1);
  expect((await second.damaged([file('whole')]))[0]?.what).toEqual(['whole has 1 bytes, not 4']);
  await cache.discard('things/one');
  await cache.entry('things/one', fill);
  expect(await cache.damaged()).toEqual([]);
});

test.skipIf(process.getuid?.() === 0)('a cache that cannot be written gives what it has', async () => {
  const cache = new Cache(await scratch());
  await cache.entry('things/one', (folder) => writeFile(join(folder, 'file'), 'whole'));
  await chmod(cache.root, 0o500);
  const later = new Cache(cache.root);
  await later.sweep();
  expect(await later.entry('things/one', async () => undefined)).toBe(cache.path('things/one'));
  await expect(later.entry('things/two', async () => undefined)).rejects.toMatchObject({
    code: 'CACHE_UNUSABLE',
  });
  await chmod(cache.root, 0o700);
});

test('where a file stands in the place of the cache, scratch is elsewhere and an entry is refused', async () => {
  const root = join(await scratch(), 'file');
  await writeFile(root, '');
  const cache = new Cache(root);
  await cache.sweep();
  const folder = await cache.temporary();
  expect(folder.startsWith(root)).toBe(false);
  await rm(folder, { recursive: true });
  await expect(cache.entry('things/one', async () => undefined)).rejects.toMatchObject({
    code: 'CACHE_UNUSABLE',
    title: 'the cache cannot be used: a file stands where a folder should be',
  });
});

test('a relative XDG_CACHE_HOME is ignored, as the specification has it', () => {
  expect(defaultCacheRoot({ XDG_CACHE_HOME: 'cache', HOME: '/home/me' })).toBe('/home/me/.cache/kpw');
  expect(defaultCacheRoot({ XDG_CACHE_HOME: '/cache' })).toBe('/cache/kpw');
});

test.each(['', 'me', '.'])('a home of "%s" is not below the folder that kpw is started in', (HOME) => {
  expect(defaultCacheRoot({ HOME })).toBe(join(userInfo().homedir, '.cache/kpw'));
});

test.skipIf(process.getuid?.() !== 0)(
  'an entry of the lower layer of a container is taken away as well',
  async () => {
    const lower = new Cache(await scratch());
    await lower.entry('things/one', (folder) => writeFile(join(folder, 'file'), 'old'));
    const over = await scratch();
    const mounts = `mount -t tmpfs tmpfs ${over} && mkdir ${over}/up ${over}/work || exit 77
    mount -t overlay overlay -o redirect_dir=off,lowerdir=${lower.root},upperdir=${over}/up,workdir=${over}/work ${lower.root} || exit 77
    exec "$@"`;
    const script = `await cache.discard('things/one');
    await cache.entry('things/one', (folder) => writeFile(folder + '/file', 'new'));
    console.log(await (await import('node:fs/promises')).readFile(cache.path('things/one/file'), 'utf8'));`;
    const { exitCode, stdout, stderr } = await other(lower.root, script, [
      'unshare',
      '-m',
      'sh',
      '-c',
      mounts,
      'sh',
    ]);
    // A container without the right to mount.
    if (exitCode === 77 || /unshare failed/.test(stderr)) return;
    expect({ stdout, stderr, exitCode }).toEqual({ stdout: 'new', stderr: '', exitCode: 0 });
    expect(await readFile(lower.path('things/one/file'), 'utf8')).toBe('old');
  },
);
