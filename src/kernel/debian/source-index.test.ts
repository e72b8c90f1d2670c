// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesAt, listedFiles, tarPlaces } from './source-index.ts';
import { isKept } from './tree-files.ts';
import { blocksOf, unpackBlock } from './xz-blocks.ts';

const TOP = 'linux-source-1.0';
const LONG = `drivers/${'a-long-name/'.repeat(12)}lamp.c`;
/** Longer than two blocks. */
const WIDE = Array.from({ length: 3000 }, (_, at) => `/* lamp ${at} */\n`).join('');
const context = { signal: new AbortController().signal };

let folder: string;
let tarball: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpw-xz-'));
  tarball = join(folder, 'source.tar.xz');
  const write = async (path: string, text: string) => {
    await mkdir(join(folder, TOP, path, '..'), { recursive: true });
    await writeFile(join(folder, TOP, path), text, 'latin1');
  };
  await write('COPYING', 'Lamps.\n');
  await write(LONG, 'int lamp;\n');
  await write('empty', '');
  await write('wide.c', WIDE);
  await execa('tar', ['-cf', 'source.tar', TOP], { cwd: folder });
  await execa('xz', ['-k', '-T1', '--block-size=8192', 'source.tar'], { cwd: folder });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('any file of the tarball is read from the blocks that hold it', async () => {
  const blocks = (await blocksOf(tarball)) ?? [];
  expect(blocks.length).toBeGreaterThan(5);
  const { stdout } = await execa('tar', ['-tvRf', tarball], { env: { LC_ALL: 'C' } });
  const index = { tarball, blocks, files: tarPlaces(listedFiles(stdout, TOP)) };
  const texts = await filesAt(index, ['wide.c', LONG, 'none.c', 'empty', 'COPYING'], context);
  expect(Object.fromEntries(texts)).toEqual({
    COPYING: 'Lamps.\n',
    [LONG]: 'int lamp;\n',
    empty: '',
    'wide.c': WIDE,
  });
});

test('a block that is damaged is refused, and a file that is no .xz has no blocks', async () => {
  const [first] = (await blocksOf(tarball)) ?? [];
  const place = first as NonNullable<typeof first>;
  await expect(unpackBlock(tarball, { ...place, at: place.at + 4 }, context)).rejects.toMatchObject({
    code: 'TREE_CORRUPT',
  });
  expect(await blocksOf(join(folder, 'source.tar'))).toBeUndefined();
});

test('what a tree keeps is told by the list', () => {
  const paths = ['drivers/vfio/vfio.c', 'arch/x86/include/uapi/asm/a.h', 'fs/exec.c', 'drivers/vfio2/x.c'];
  expect(paths.filter((path) => isKept(path))).toEqual([
    'drivers/vfio/vfio.c',
    'arch/x86/include/uapi/asm/a.h',
  ]);
});
