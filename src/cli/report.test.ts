// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runVerb } from '../../test/run-verb.ts';
import { temporaryFolder } from '../../test/support.ts';
import { report } from './report.ts';

test('a run is found by its folder as by its name', async () => {
  const out = await temporaryFolder();
  const folder = join(out, 'a-run');
  await mkdir(folder);
  await writeFile(join(folder, 'evidence.json'), '{');
  const damaged = { code: 'EVIDENCE_UNREADABLE', where: join(folder, 'evidence.json') };
  await expect(runVerb(report, [folder])).rejects.toMatchObject(damaged);
  await expect(runVerb(report, ['a-run', '--out', out])).rejects.toMatchObject(damaged);
});
