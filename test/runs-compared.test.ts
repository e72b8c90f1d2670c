// SPDX-License-Identifier: GPL-2.0-only
// kpw report --against and kpw runs on folders of runs as a user has them.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { report } from '../src/cli/report.ts';
import { runs } from '../src/cli/runs.ts';
import { runVerb } from './run-verb.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

type Status = 'PASS' | 'FAIL' | 'SKIP';

/** A folder of runs, each with one cell of one test. */
function kept(cells: Readonly<Record<string, { status: Status; observed?: string }>>): string {
  const out = mkdtempSync(join(tmpdir(), 'kpw-runs-'));
  folders.push(out);
  for (const [run, { status, observed }] of Object.entries(cells)) {
    mkdirSync(join(out, run, 'guest'), { recursive: true });
    writeFileSync(join(out, run, 'guest/console.log'), 'x'.repeat(2048));
    const cell = {
      ...{ name: 'a', title: 'A', role: 'variant', parameters: {}, contract: {}, findings: [] },
      verdict: status === 'FAIL' ? 'FAIL' : 'PASS',
      tests: [
        { program: 'p', name: 't', status, ...(status === 'FAIL' ? { diagnostics: ['3 is not 4'] } : {}) },
      ],
      ...{
        observations: observed === undefined ? {} : { 'x.y': observed },
        measurements: {},
        boot: 1,
        consoleTail: '',
      },
    };
    writeFileSync(
      join(out, run, 'evidence.json'),
      JSON.stringify({
        ...{ schema: 1, run, started: `${run}T00:00:00Z`, seconds: 3, topic: { id: 't', title: 'T' } },
        tree: { spec: 'debian:6.1', label: 'debian-6.1', release: '6.1', base: {} },
        machine: { id: 'x', title: 'M' },
        kernel: { release: '6.1', packages: [] },
        ...{ qemu: '7', host: { node: '20', cpus: 2 }, stages: [], cells: [cell], boots: [] },
      }),
    );
  }
  const [latest] = Object.keys(cells).sort().reverse();
  if (latest) symlinkSync(latest, join(out, 'latest'));
  return out;
}

test('a test that passed and fails is a regression, with exit status 1', async () => {
  const out = kept({
    '2026-01-01': { status: 'PASS', observed: '1' },
    '2026-01-02': { status: 'FAIL', observed: '2' },
  });
  const { status, said } = await runVerb(report, ['--out', out, '--against', '2026-01-01']);
  expect(status).toBe(1);
  expect(said).toMatchInlineSnapshot(`
    "1 regression, 1 changed
    ─────────────────────────────────────────────────────
                     2026-01-01   2026-01-02   why

    regression (1)
      a: p/t         pass         fail         3 is not 4

    changed (1)
      a: x.y         1            2
    ─────────────────────────────────────────────────────
    "
  `);
});

test('the other way round it is fixed, and a file of evidence will do as well', async () => {
  const out = kept({ '2026-01-01': { status: 'PASS' }, '2026-01-02': { status: 'FAIL' } });
  const file = join(out, '2026-01-02/evidence.json');
  const { status, said } = await runVerb(report, ['2026-01-01', '--out', out, '--against', file, '--json']);
  expect(status).toBe(0);
  expect(JSON.parse(said)).toMatchObject({ before: '2026-01-02', after: '2026-01-01', counts: { fixed: 1 } });
});

test('a run without a change says so', async () => {
  const out = kept({ '2026-01-01': { status: 'PASS' } });
  const { status, said } = await runVerb(report, ['--out', out, '--against', 'latest']);
  expect([status, said.split('\n')[0]]).toEqual([0, 'nothing changed']);
});

test('a run that is not there, or is damaged, is told by its name', async () => {
  const out = kept({ '2026-01-01': { status: 'PASS' } });
  await expect(runVerb(report, ['--out', out, '--against', '2026-01-10'])).rejects.toMatchObject({
    code: 'UNKNOWN_NAME',
  });
  writeFileSync(join(out, '2026-01-01/evidence.json'), '{"schema": 1, "run": "2026');
  await expect(runVerb(report, ['--out', out, '--against', 'latest'])).rejects.toMatchObject({
    code: 'EVIDENCE_UNREADABLE',
  });
});

test('prune removes old runs whole, and never the latest', async () => {
  const out = kept({
    '2026-01-01': { status: 'PASS' },
    '2026-01-02': { status: 'FAIL' },
    '2026-01-03': { status: 'PASS' },
  });
  const dry = await runVerb(runs, ['prune', '--out', out, '--keep', '1', '--dry-run']);
  expect(dry.said.replaceAll(/\d\.\d KiB/g, 'N')).toBe(
    'would remove 2026-01-01 (N)\nwould remove 2026-01-02 (N)',
  );
  expect(existsSync(join(out, '2026-01-01'))).toBe(true);
  const { said } = await runVerb(runs, ['prune', '--out', out, '--older-than', '1']);
  expect(said.split('\n')).toHaveLength(2);
  expect(['2026-01-01', '2026-01-02', '2026-01-03'].map((run) => existsSync(join(out, run)))).toEqual([
    false,
    false,
    true,
  ]);
});

test('a list has every run, also one that cannot be read', async () => {
  const out = kept({ '2026-01-01': { status: 'PASS' }, '2026-01-02': { status: 'FAIL' } });
  writeFileSync(join(out, '2026-01-02/evidence.json'), '{}');
  const { said } = await runVerb(runs, ['--out', out]);
  expect(said.replaceAll(/\d\.\d KiB/g, 'N')).toMatchInlineSnapshot(`
    "run         of                                                                  tree and machine  cells   time  size
    2026-01-01  t                                                                   debian-6.1 on x   1 PASS  3 s   N
    2026-01-02  unreadable: this is not evidence that this version of kpw can read                                  N"
  `);
});

test('prune without saying which is refused', async () => {
  await expect(runVerb(runs, ['prune', '--out', kept({})])).rejects.toThrow(
    'kpw runs prune needs --keep or --older-than',
  );
});

test('the page is one of the outputs of a run, beside others', async () => {
  const out = kept({ '2026-01-01': { status: 'PASS' } });
  const [page, junit] = [join(out, 'page.html'), join(out, 'junit.xml')];
  const { status } = await runVerb(report, [
    '--out',
    out,
    '--output',
    `html=${page}`,
    '--output',
    `junit=${junit}`,
  ]);
  expect(status).toBe(0);
  expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>/i);
  expect(readFileSync(junit, 'utf8')).toContain('<testsuites');
});

test.each(['html=-', 'html='])('--output %s is refused before anything is written', async (word) => {
  const out = kept({ '2026-01-01': { status: 'PASS' } });
  await expect(runVerb(report, ['--out', out, '--output', word])).rejects.toThrow(
    '--output html needs one file, and not standard output',
  );
});

test('a page that cannot be written is told before the work', async () => {
  const out = kept({ '2026-01-01': { status: 'PASS' } });
  const file = join(out, 'none/page.html');
  await expect(runVerb(report, ['--out', out, '--output', `html=${file}`])).rejects.toMatchObject({
    code: 'OUTPUT_UNWRITABLE',
  });
});
