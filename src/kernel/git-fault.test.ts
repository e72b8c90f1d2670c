// SPDX-License-Identifier: GPL-2.0-only
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleGit } from 'simple-git';
import { expect, test } from 'vitest';
import { catFiles } from './cat-file.ts';
import { askGit, NOTICES_KILLS } from './git-fault.ts';
import { scratch } from './testing/context.ts';

/** A folder whose git does what a script says. */
async function fakeGit(script: string): Promise<string> {
  const folder = await scratch();
  await writeFile(join(folder, 'git'), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, 'git'), 0o755);
  return folder;
}

async function ask(script: string): Promise<string> {
  const folder = await fakeGit(script);
  const git = simpleGit({ baseDir: folder, ...NOTICES_KILLS }).env({ PATH: `${folder}:${process.env.PATH}` });
  return askGit(git, folder, ['diff']);
}

test.each([
  ['echo half; kill -9 $$', { code: 'HOST_FAULT', title: 'git was killed from outside (a signal)' }],
  ['echo "fatal: write error: No space left on device" >&2; exit 128', { code: 'NO_SPACE' }],
  ['echo "fatal: cannot open x: Permission denied" >&2; exit 128', { code: 'HOST_FAULT' }],
  ['echo "fatal: bad object HEAD" >&2; exit 128', { code: 'GIT_FAILED' }],
])('of a git that does "%s" nothing is taken for an answer', async (script, wanted) => {
  await expect(ask(script)).rejects.toMatchObject(wanted);
});

test('a git that ends well is taken at its word', async () => {
  expect(await ask('echo whole')).toBe('whole\n');
});

test('objects that a killed git did not give are not taken for files that are not there', async () => {
  const folder = await fakeGit('kill -9 $$');
  const { PATH } = process.env;
  process.env.PATH = `${folder}:${PATH}`;
  const signal = new AbortController().signal;
  try {
    await expect(catFiles(folder, ['HEAD:a'], { signal })).rejects.toMatchObject({ code: 'HOST_FAULT' });
  } finally {
    process.env.PATH = PATH;
  }
});
