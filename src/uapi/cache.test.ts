// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/support.ts';
import { Cache } from '../cache.ts';
import { rememberedOfSides } from './cache.ts';
import { openSide, overlay, type UapiSide } from './side/open.ts';
import { TARGETS } from './targets.ts';

const LAMP = 'include/uapi/linux/lamp.h';

async function sideOf(files: Record<string, string>): Promise<UapiSide> {
  const folder = await temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const signal = new AbortController().signal;
  const side = await openSide(folder, undefined, {
    cache: new Cache(folder),
    signal,
    report: () => undefined,
  });
  return { ...side, spec: 'lamp', label: 'lamp' };
}

const TREE = { [LAMP]: 'struct lamp { int a; };\n', 'drivers/vfio/lamp.c': 'int lamp;\n' };

/** Asks again and again, and says how often an answer was made. */
async function asker() {
  const cache = new Cache(await temporaryFolder());
  let made = 0;
  const ask = (side: UapiSide, question: unknown = 1, program: string | undefined = 'p') =>
    rememberedOfSides(
      [side],
      TARGETS,
      question,
      program === undefined
        ? { cache }
        : {
            cache,
            program: { stamp: program, rules: 'r', path: '/main.cjs', thread: { start: '', program: '' } },
          },
      async () => {
        made += 1;
        return { answer: made };
      },
    );
  return { ask, made: () => made, folder: cache.path('uapi') };
}

test('an answer is kept for the same texts, wherever they lie', async () => {
  const { ask, made } = await asker();
  expect(await ask(await sideOf(TREE))).toEqual({ answer: 1 });
  expect(await ask(await sideOf(TREE))).toEqual({ answer: 1 });
  expect(made()).toBe(1);
});

test('another header, driver, question or program is asked anew', async () => {
  const { ask, made } = await asker();
  const side = await sideOf(TREE);
  await ask(side);
  await ask(overlay(side, new Map([[LAMP, 'struct lamp { int b; };\n']])));
  await ask(overlay(side, new Map([[LAMP, undefined]])));
  await ask(overlay(side, new Map([['drivers/vfio/lamp.c', 'int dark;\n']])));
  await ask(overlay(side, new Map([['include/uapi/linux/new.h', '\n']])));
  await ask(side, 2);
  await ask(side, 1, 'q');
  expect(made()).toBe(7);
});

test('a header that lies beside a file, and is included, is asked for as well', async () => {
  const { ask, made } = await asker();
  const folder = await temporaryFolder();
  const file = join(folder, 'lamp.h');
  await writeFile(file, '#include "bulb.h"\nstruct lamp { struct bulb bulb; };\n');
  const context = { cache: new Cache(folder), signal: new AbortController().signal, report: () => undefined };
  for (const bulb of ['int', 'long', 'long']) {
    await writeFile(join(folder, 'bulb.h'), `struct bulb { ${bulb} watts; };\n`);
    await ask(await openSide(file, undefined, context));
  }
  expect(made()).toBe(2);
});

test('a file that is cut short or changed is made anew', async () => {
  const { ask, made, folder } = await asker();
  const side = await sideOf(TREE);
  await ask(side);
  const [name = ''] = readdirSync(folder);
  for (const damage of ['', 'x', `${'0'.repeat(40)}\n{"answer":7}`]) {
    writeFileSync(join(folder, name), damage);
    await ask(side);
  }
  expect([made(), readdirSync(folder)]).toEqual([4, [name]]);
});

test('nothing is kept where the program is not known', async () => {
  const side = await sideOf(TREE);
  const cache = new Cache(await temporaryFolder());
  let made = 0;
  const make = async () => ++made;
  for (const _ of [1, 2]) await rememberedOfSides([side], TARGETS, 1, { cache }, make);
  expect(made).toBe(2);
});
