// SPDX-License-Identifier: GPL-2.0-only
// Mistakes beside the region and its mmap: what catches each, by its own assertion or beside the unchanged kernel.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { besideBaseline, unlike } from '../src/evidence/alike.ts';
import { prepareWhole } from '../src/evidence/prepare.ts';
import { type CellResult, runCells } from '../src/guest/cells.ts';
import type { GuestCell } from '../src/guest/files.ts';
import { leaves } from '../src/guest/ktap.ts';
import { findMachine } from '../src/guest/machines.ts';
import { compose } from '../src/series/generate.ts';
import { LIFETIME } from './broken-designs-lifetime.ts';
import { brokenTopic, brokenVariant, cellOf, type Mistake } from './broken-variant.ts';
import { debian, temporaryFolder, testContext } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/** The programs that these mistakes are theirs to find. */
const PROGRAMS = /_(taken|copies|kept|resource|bus|interrupt|lifetime)_test$/;

let results: Map<string, CellResult>;

beforeAll(async () => {
  const folder = await temporaryFolder();
  const machine = await findMachine('x86-intel');
  const choices = LIFETIME.map((mistake) => ({ variant: brokenVariant(mistake), parameters: {} }));
  const designs = await compose(brokenTopic, await debian('6.1'), choices);
  const [prepared] = await prepareWhole({ designs, machine, out: folder, project: PROJECT }, testContext());
  const cells = ['baseline', 'prerequisite', ...LIFETIME.map(cellOf)];
  const guest = {
    ...prepared.guest,
    cells: cells.flatMap((name): GuestCell[] => prepared.guest.cells.filter((one) => one.name === name)),
    tests: prepared.guest.tests.filter(({ name }) => PROGRAMS.test(name)),
    programSeconds: 60,
  };
  const run = await runCells(guest, machine, prepared.kernel, { output: join(folder, 'run') }, testContext());
  const baseline = run.cells.find(({ cell }) => cell === 'baseline');
  results = new Map(run.cells.map((result) => [result.cell, besideBaseline(baseline, result)]));
}, 900_000);

/** Tests that failed; `same KEY` where nothing but the unchanged kernel's answer tells; a splat by its code. */
function catches(mistake: Mistake): string[] {
  const result = results.get(cellOf(mistake));
  const failed = (result?.programs ?? []).flatMap(({ document }) =>
    leaves(document.tests)
      .filter(({ status }) => status === 'FAIL' || status === 'ERROR')
      .map(({ name }) => name),
  );
  const splat = result?.failure && result.failure.code !== 'TESTS_FAILED' ? [result.failure.code] : [];
  if (failed.length > 0 || splat.length > 0) return [...splat, ...failed];
  const baseline = results.get('baseline')?.observations ?? [];
  return unlike(baseline, result?.observations ?? []).map(({ key }) => `same ${key}`);
}

test('every mistake is caught', () => {
  const table = LIFETIME.flatMap((mistake) => [
    mistake.name,
    ...catches(mistake).map((catcher) => `    ${catcher}`),
  ]);
  expect(table.join('\n')).toMatchInlineSnapshot();
  const passed = LIFETIME.filter((mistake) => results.get(cellOf(mistake))?.verdict !== 'FAIL');
  expect(passed.map(({ name }) => name)).toEqual([]);
});

test('the unchanged kernel and the sound prerequisite pass beside them, and answer alike', () => {
  for (const cell of ['baseline', 'prerequisite']) expect(results.get(cell)?.verdict).toBe('PASS');
});
