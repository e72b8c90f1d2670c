// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testContext } from '../../kernel/testing/context.ts';
import type { Making } from '../make-programs.ts';
import { ProgramBench } from './program-bench.ts';

/** What cat stands for here is a compiler whose work can be counted. */
const MAKEFILE = `OUT ?= build
SOURCES := $(wildcard *.c)
all: $(SOURCES:%.c=$(OUT)/%)
$(OUT)/%: %.c
\t@mkdir -p $(OUT)
\techo $* >>$(OUT).log
\tcat $< >$@
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpw-bench-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('programs are compiled again one by one, and one whose source is gone goes', async () => {
  const sources = join(folder, 'tests');
  const objects = join(folder, 'objects');
  await Promise.all([sources, objects].map((path) => mkdir(path)));
  await writeFile(join(sources, 'Makefile'), MAKEFILE);
  for (const name of ['open', 'read']) await writeFile(join(sources, `${name}.c`), `${name} 1`);
  const making: Making = {
    ...{ folder: sources, architecture: 'x86_64', target: 'all', headers: {}, variables: {}, name: 'tests' },
  };
  const context = await testContext();
  const bench = new ProgramBench(objects);
  const made = async () => {
    const programs = await bench.make(making, context);
    return Promise.all(programs.map(async ({ name, path }) => `${name}: ${await readFile(path, 'utf8')}`));
  };
  expect(await made()).toEqual(['open: open 1', 'read: read 1']);

  await sleep(50);
  await writeFile(join(sources, 'read.c'), 'read 2');
  expect(await made()).toEqual(['open: open 1', 'read: read 2']);
  const place = join(objects, (await readdir(objects))[0] ?? '');
  const compiled = () => readFile(join(place, 'work/out.log'), 'utf8');
  const before = await compiled();
  // Its time is what make goes by.
  const { mtime } = await stat(join(place, 'work/out/open'));
  // Times of files go by the kernel's tick, up to 10 ms: what is written in the tick of a build is not newer to make.
  await sleep(50);
  await writeFile(join(sources, 'read.c'), 'read 3');
  expect(await made()).toEqual(['open: open 1', 'read: read 3']);
  expect((await compiled()).slice(before.length)).toBe('read\n');
  expect((await stat(join(place, 'work/out/open'))).mtime).toEqual(mtime);

  await rm(join(sources, 'open.c'));
  expect(await made()).toEqual(['read: read 3']);

  await writeFile(join(sources, 'Makefile'), MAKEFILE.replace('cat $<', 'false'));
  await sleep(50);
  await writeFile(join(sources, 'read.c'), 'read 4');
  await expect(made()).rejects.toMatchObject({ code: 'BUILD_FAILED' });
});
