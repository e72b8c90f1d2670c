// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Changes, Debounce, watchChanges } from './changes.ts';
import { watchScope } from './places.ts';

let folder: string;
let changes: Changes | undefined;
const heard = new Set<string>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpw-changes-'));
  heard.clear();
  await mkdir(join(folder, 'topic/variants'), { recursive: true });
  await writeFile(join(folder, 'topic/index.ts'), '');
  await writeFile(join(folder, 'topic/variants/dim.ts'), '');
  await writeFile(join(folder, 'rfc.mbox'), '');
  await writeFile(join(folder, 'other.mbox'), '');
});
afterEach(async () => {
  await changes?.close();
  changes = undefined;
  await rm(folder, { recursive: true, force: true });
});

const begin = async (...places: string[]) => {
  changes = await watchChanges(
    places.map((place) => join(folder, place)),
    (paths) => {
      for (const path of paths) heard.add(relative(folder, path));
    },
  );
};
const hears = (path: string) => expect.poll(() => [...heard], { timeout: 10_000 }).toContain(path);

test('a file that is written in place, in a nested folder, or in one that is made meanwhile, is heard', async () => {
  await begin('topic');
  await writeFile(join(folder, 'topic/variants/dim.ts'), 'edited');
  await hears('topic/variants/dim.ts');
  await mkdir(join(folder, 'topic/layout'));
  await writeFile(join(folder, 'topic/layout/index.ts'), 'new');
  await hears('topic/layout/index.ts');
});

test('a file in place of which another is put, as editors and git do, is heard again and again', async () => {
  await begin('rfc.mbox');
  for (const text of ['one', 'two']) {
    heard.clear();
    await writeFile(join(folder, 'rfc.mbox.new'), text);
    await rename(join(folder, 'rfc.mbox.new'), join(folder, 'rfc.mbox'));
    await hears('rfc.mbox');
  }
  await rm(join(folder, 'rfc.mbox'));
  heard.clear();
  await writeFile(join(folder, 'rfc.mbox'), 'back');
  await hears('rfc.mbox');
});

test('a write that says what the file says already is not heard again', async () => {
  await begin('topic');
  await writeFile(join(folder, 'topic/index.ts'), 'edited');
  await hears('topic/index.ts');
  heard.clear();
  await writeFile(join(folder, 'topic/index.ts'), 'edited');
  await writeFile(join(folder, 'topic/variants/dim.ts'), 'edited');
  await hears('topic/variants/dim.ts');
  expect([...heard]).toEqual(['topic/variants/dim.ts']);
});

test('a place that comes later is watched as well', async () => {
  await begin('topic');
  changes?.follow([join(folder, 'topic'), join(folder, 'rfc.mbox')]);
  // Chokidar looks at a new folder in its own time.
  await expect
    .poll(
      async () => {
        await writeFile(join(folder, 'rfc.mbox'), String(Math.random()));
        return [...heard];
      },
      { timeout: 10_000, interval: 200 },
    )
    .toContain('rfc.mbox');
});

test('what lies beside a watched file, and what editors leave, concerns nobody', async () => {
  const { concerns, folders } = watchScope(['topic', 'rfc.mbox'].map((place) => join(folder, place)));
  const told = (path: string) => concerns(join(folder, path));
  expect(folders.map((one) => relative(folder, one))).toEqual(['topic', '']);
  expect(['topic/index.ts', 'topic/new/deep.ts', 'rfc.mbox'].map(told)).toEqual([true, true, true]);
  const noise = ['other.mbox', 'topic/.index.ts.swp', 'topic/index.ts~', 'topic/4913', 'topic/node_modules'];
  expect(noise.map(told)).toEqual(noise.map(() => false));
});

test('changes that come one after the other are told together, once it is quiet', async () => {
  const told: string[][] = [];
  const debounce = new Debounce((paths) => told.push(paths), 30, 10_000);
  for (const path of ['b', 'a', 'b']) debounce.put(path);
  await expect.poll(() => told).toEqual([['a', 'b']]);
  debounce.put('c');
  await expect.poll(() => told).toEqual([['a', 'b'], ['c']]);
});

test('who writes without an end is heard all the same', async () => {
  const told: string[][] = [];
  const debounce = new Debounce((paths) => told.push(paths), 10_000, 20);
  debounce.put('a');
  await expect.poll(() => told).toEqual([['a']]);
});
