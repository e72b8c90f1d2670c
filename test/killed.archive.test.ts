// SPDX-License-Identifier: GPL-2.0-only
// kill -9 in the stages of a run that have a guest, or something half written.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { temporaryFolder } from './support.ts';

const KPW = fileURLToPath(new URL('../bin/kpw.mjs', import.meta.url));

/** Texts of the files of this name below a folder. */
async function texts(folder: string, name: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.name === name).map((one) => join(one.parentPath, one.name));
  return Promise.all(files.map((file) => readFile(file, 'latin1').catch(() => '')));
}

async function until(what: () => Promise<boolean>): Promise<void> {
  while (!(await what())) await sleep(50);
}

const STAGES: [string, (out: string) => Promise<boolean>][] = [
  ['when its folder is there', async (out) => (await readdir(out).catch(() => [])).length > 0],
  ['when the guest boots', async (out) => (await texts(out, 'console.log')).join('').length > 0],
  [
    'in the middle of a cell',
    async (out) =>
      (await texts(out, 'results.log')).some((text) => text.includes('KPW cell region-flag begin')),
  ],
];

test('a run that is killed leaves no guest behind and nothing that is taken for whole; the next one is', async () => {
  const out = await temporaryFolder();
  const arguments_ = [KPW, 'test', 'region-flag', '--tree', 'debian:6.1', '--again', '--quick', '--out', out];
  for (const [stage, reached] of STAGES) {
    const folder = join(out, stage.replaceAll(' ', '-'));
    const run = execa('node', [...arguments_.slice(0, -1), folder], { reject: false });
    await until(() => reached(folder));
    run.kill('SIGKILL');
    expect((await run).signal, stage).toBe('SIGKILL');
    const guests = async () => (await execa('pgrep', ['-f', folder], { reject: false })).stdout;
    await until(async () => (await guests()) === '');
    expect(await guests(), stage).toBe('');
    expect(await texts(folder, 'evidence.json'), stage).toEqual([]);
  }
  const whole = await execa('node', arguments_, { reject: false });
  expect(whole.stdout.replace(/\nconsoles.*/s, '').replace(/ +\d+ pass.*/gm, '')).toMatchInlineSnapshot(`
    "PASS  baseline
    PASS  prerequisite
    PASS  region-flag"
  `);
  expect(whole.exitCode).toBe(0);
  expect(await texts(join(out, 'latest'), 'evidence.json')).toHaveLength(1);
});
