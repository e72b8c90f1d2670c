// SPDX-License-Identifier: GPL-2.0-only
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UnknownTree } from './failures.ts';
import { openTree } from './open.ts';
import { scratch, testContext } from './testing/context.ts';
import { cacheFakePackage } from './testing/fake-source-package.ts';

async function failure(spec: string): Promise<UnknownTree> {
  const context = await testContext();
  const error = await openTree(spec, context).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(UnknownTree);
  return error as UnknownTree;
}

test('a Debian tree is opened by its series', async () => {
  const context = await testContext();
  await cacheFakePackage(context.cache);
  const tree = await openTree('debian:9.9', context);
  expect([tree.label, tree.release]).toEqual(['debian-9.9', '9.9.1']);
});

test('a mistyped tree is answered with the nearest', async () => {
  const { title, detail, hint } = await failure('debian:6.l');
  expect({ title, detail, hint }).toMatchInlineSnapshot(`
    {
      "detail": "There is: debian:5.10, debian:6.1, debian:6.12, debian:7.2; or a folder of your own, PATH[@REV].",
      "hint": "Did you mean debian:6.1 or debian:6.12 or debian:7.2?",
      "title": "there is no tree debian:6.l",
    }
  `);
});

test('a path that does not exist is answered with its nearest neighbour', async () => {
  const folder = await scratch();
  await mkdir(join(folder, 'linux-next'));
  const { hint } = await failure(`${folder}/linux-nxt@v6.1`);
  expect(hint).toBe(`Did you mean ${folder}/linux-next?`);
});

test('a path without a neighbour is told as a folder', async () => {
  const { title, detail, hint } = await failure('/none/of/this@v6.1');
  expect([title, detail, hint]).toEqual([
    'there is no folder /none/of/this',
    undefined,
    'Name the top of a kernel tree, or debian:6.12.',
  ]);
});

test('a bare word is no tree', async () => {
  const { hint } = await failure('mainline');
  expect(hint).toMatchInlineSnapshot(`"Name one of these; kpw trees lists them."`);
});
