// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { requiredTree } from './against.ts';

test('--against takes a tree; what is neither that nor a run is answered with runs and trees', async () => {
  const out = await mkdtemp(join(tmpdir(), 'kpw-against-'));
  const run = '20261130T151108Z-debian-6.1-x86-intel';
  await mkdir(join(out, run));
  await writeFile(join(out, run, 'evidence.json'), '{}');
  expect(await requiredTree('debian:9.9', out)).toBe('debian:9.9');
  const refused = (named: string) => requiredTree(named, out).catch(({ title, hint }) => [title, hint]);
  expect(await refused(run.replace('6.1', '6.2'))).toEqual([
    `${run.replace('6.1', '6.2')} is neither a run nor a tree`,
    `Did you mean ${run}?`,
  ]);
  expect(await refused('x')).toEqual([
    'x is neither a run nor a tree',
    'kpw runs lists the runs, kpw trees the trees.',
  ]);
});
