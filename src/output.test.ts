// SPDX-License-Identifier: GPL-2.0-only
import { statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeFolder, OutputUnwritable } from './output.ts';

async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kpw-output-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

const refused = (folder: string) =>
  makeFolder(folder).then(
    () => 'made',
    (error: unknown) => (error instanceof OutputUnwritable ? error.title : String(error)),
  );

test('a folder is made with all that it is in, and one that is there is left', async () => {
  const folder = join(await scratch(), 'out', 'runs', 'one');
  await makeFolder(folder);
  await makeFolder(folder);
  expect(statSync(folder).isDirectory()).toBe(true);
});

test('what is in the way is said, whether it is the folder itself or above it', async () => {
  const file = join(await scratch(), 'file');
  writeFileSync(file, '');
  expect([await refused(file), await refused(join(file, 'out', 'deep'))]).toMatchInlineSnapshot(`
    [
      "the output cannot be written: a file is in the way",
      "the output cannot be written: a file is in the way",
    ]
  `);
});

test('below /proc nothing can be made, which takes no time to find out', async () => {
  expect([await refused('/proc/out'), await refused('/proc/out/deep')]).toMatchInlineSnapshot(`
    [
      "the output cannot be written: there is no such folder",
      "the output cannot be written: there is no such folder",
    ]
  `);
});
