// SPDX-License-Identifier: GPL-2.0-only
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NoNetwork } from '../failures.ts';
import { scratch, testContext } from '../testing/context.ts';
import { known } from './query.ts';
import { refresh } from './refresh.ts';

/** A port at which nobody listens: what a host without network sees, only sooner. */
const NOWHERE = { main: 'http://127.0.0.1:1/debian' };
/** Fails as well, without apt's pauses between its attempts. */
const NOT_THERE = { main: 'file:/nonexistent/debian' };

test('without network and without lists, the failure says so', async () => {
  const context = await testContext();
  const error = await refresh(context, { mirror: NOWHERE }).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(NoNetwork);
  const { title, where } = error as NoNetwork;
  expect({ title, where }).toMatchInlineSnapshot(`
    {
      "title": "the Debian archive cannot be reached",
      "where": "http://127.0.0.1:1/debian",
    }
  `);
  expect((error as NoNetwork).detail).toMatch(/^E: |^W: /m);
});

test('an apt that cannot work in its own folder is not taken for a network that is down', async () => {
  const folder = await scratch();
  const said = 'E: List directory /c/apt/lists/partial is missing. - Acquire (2: No such file or directory)';
  await writeFile(join(folder, 'apt-get'), `#!/bin/sh\necho "${said}" >&2\nexit 100\n`);
  await chmod(join(folder, 'apt-get'), 0o755);
  const { PATH } = process.env;
  process.env.PATH = `${folder}:${PATH}`;
  try {
    await expect(refresh(await testContext(), { mirror: NOT_THERE })).rejects.toMatchObject({
      code: 'HOST_FAULT',
      title: expect.stringContaining('List directory'),
    });
  } finally {
    process.env.PATH = PATH;
  }
});

test('without network, lists that are at hand stay in use', async () => {
  const context = await testContext();
  const before = { at: '2026-01-01T00:00:00.000Z', suites: ['bookworm'] };
  await mkdir(context.cache.path('apt'), { recursive: true });
  await writeFile(context.cache.path('apt/refreshed.json'), JSON.stringify(before));
  expect(await refresh(context, { mirror: NOT_THERE })).toEqual(before);
  expect(context.said).toMatchInlineSnapshot(`
    [
      "package lists | start",
      "package lists | done | the archive cannot be reached; using those of 2026-01-01T00:00:00.000Z",
    ]
  `);
});

test('lists of this morning are left alone', async () => {
  const context = await testContext();
  const before = { at: new Date(Date.now() - 3_600_000).toISOString(), suites: ['bookworm'] };
  await mkdir(context.cache.path('apt'), { recursive: true });
  await writeFile(context.cache.path('apt/refreshed.json'), JSON.stringify(before));
  expect(await refresh(context, { mirror: NOT_THERE })).toEqual(before);
  expect(context.said).toEqual([]);
});

test('before the first refresh nothing is known, and nobody is asked', async () => {
  expect(await known(await testContext(), /linux-source-.*/)).toEqual([]);
});
