// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratch } from '../kernel/testing/context.ts';
import { readEvidence, runNames } from './read.ts';

test('a run that was killed is no run that is kept, and is told as such when it is named', async () => {
  const out = await scratch();
  for (const name of ['killed', 'whole', 'dry-run']) await mkdir(join(out, name));
  await writeFile(join(out, 'whole', 'evidence.json'), '{}');
  expect(await runNames(out)).toEqual(['whole']);
  await expect(readEvidence(out, 'killed')).rejects.toMatchObject({
    code: 'UNKNOWN_NAME',
    title: 'the run "killed" has no evidence: it was killed, or still goes on',
  });
});

test('evidence that is cut is told from that of another version', async () => {
  const out = await scratch();
  const titles: string[] = [];
  for (const text of ['{"schema": ', '{"schema": 9}', '{}']) {
    await mkdir(join(out, 'run'), { recursive: true });
    await writeFile(join(out, 'run', 'evidence.json'), text);
    await readEvidence(out, 'run').catch(({ code, title }) => titles.push(`${code} ${title}`));
  }
  expect(titles).toMatchInlineSnapshot(`
    [
      "EVIDENCE_UNREADABLE this evidence is damaged: its JSON is cut short or broken",
      "EVIDENCE_UNREADABLE this evidence is of schema 9, and this version of kpw reads 1",
      "EVIDENCE_UNREADABLE this is not evidence that this version of kpw can read",
    ]
  `);
});

test('a file that is far too large for evidence is not read', async () => {
  const out = await scratch();
  await mkdir(join(out, 'run'));
  await writeFile(join(out, 'run', 'evidence.json'), '{}');
  await truncate(join(out, 'run', 'evidence.json'), 200 * 1024 * 1024);
  await expect(readEvidence(out, 'run')).rejects.toMatchObject({
    code: 'EVIDENCE_UNREADABLE',
    title: 'this is no evidence of a run: it has 200 MiB, and a run keeps a few',
  });
});

test('a folder of results that cannot be read is not taken for an empty one', async () => {
  const file = join(await scratch(), 'file');
  await writeFile(file, '');
  await expect(runNames(file)).rejects.toMatchObject({ code: 'ENOTDIR' });
  expect(await runNames(`${file}-absent`)).toEqual([]);
});
