// SPDX-License-Identifier: GPL-2.0-only
// Two designs of a driver that no topic knows, on a real tree: one that loads, and one whose module refuses to.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Cache, defaultCacheRoot } from '../src/cache.ts';
import { Compared } from '../src/evidence/compare/schema.ts';
import { moreFiles } from '../src/kernel/debian/more-files.ts';
import { openTree } from '../src/kernel/open.ts';

const PATH = 'drivers/block/brd.c';
const KPW = join(import.meta.dirname, '../bin/kpw.mjs');
const MODE = `#include <stdio.h>
#include <sys/stat.h>
int main(void)
{
	struct stat s;

	if (stat("/sys/module/brd/parameters/rd_nr", &s))
		return 1;
	printf("TAP version 13\\n1..1\\n# observe mode %o\\nok 1 there\\n", s.st_mode & 0777);
	return 0;
}
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpw-compare-'));
  const context = {
    cache: new Cache(defaultCacheRoot()),
    signal: new AbortController().signal,
    report: () => undefined,
  };
  const tree = await openTree('debian:6.1', context);
  const text = (await tree.read(PATH)) ?? (await moreFiles(tree, [PATH], context)).get(PATH) ?? '';
  await writeFile(join(folder, 'old.c'), text, 'latin1');
  const patch = async (name: string, changed: string) => {
    await writeFile(join(folder, 'new.c'), changed, 'latin1');
    const { stdout } = await execa(
      'diff',
      ['-u', `--label=a/${PATH}`, `--label=b/${PATH}`, 'old.c', 'new.c'],
      {
        cwd: folder,
        reject: false,
        encoding: 'latin1',
      },
    );
    await writeFile(join(folder, `${name}.patch`), `${stdout}\n`, 'latin1');
  };
  await patch('mode', text.replace('module_param(rd_nr, int, 0444);', 'module_param(rd_nr, int, 0644);'));
  const loop = '\tfor (i = 0; i < rd_nr; i++)';
  await patch('few', text.replace(loop, `\tif (rd_nr > 8)\n\t\treturn -EINVAL;\n\n${loop}`));
  await writeFile(join(folder, 'mode.c'), MODE);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test('designs of a driver that no topic knows are built, loaded and tested', async () => {
  const words = ['compare', '--tree', 'debian:6.1', 'mode.patch', 'few.patch', '--tests', 'mode.c'];
  const { exitCode } = await execa('node', [KPW, ...words, '--no-checkpatch', '--json'], {
    cwd: folder,
    reject: false,
  });
  const kept = JSON.parse(await readFile(join(folder, 'out/latest/evidence.json'), 'utf8'));
  const { cells = [], designs } = Compared.parse(kept);
  expect(designs.map(({ needs }) => needs?.modules.map(({ name }) => name))).toEqual([['brd'], ['brd']]);
  expect(cells.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['baseline', 'PASS'],
    ['mode', 'PASS'],
    ['few', 'FAIL'],
  ]);
  expect(cells.map(({ observations }) => observations.mode)).toEqual(['444', '644', undefined]);
  expect(cells[2]?.failure).toMatchObject({
    code: 'MODULE_REFUSED',
    detail: expect.stringContaining('load brd: EINVAL'),
  });
  expect(exitCode).toBe(1);
  const { stdout } = await execa('node', [KPW, 'report'], { cwd: folder });
  expect(stdout).toMatch(/^ {2}mode\s+444\s+≠ 644\s+–$/m);
}, 600_000);
