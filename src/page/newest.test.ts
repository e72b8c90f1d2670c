// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { pageCell, pageEvidence } from '../../test/page-runs.ts';
import type { Evidence } from '../evidence/schema.ts';
import { shownOf } from './model.ts';
import { versionsOf } from './parts/patches.ts';
import { cellsFrom } from './parts/verdict.ts';

const kept = (folder: string, evidence: Evidence) => ({ evidence, folder, series: new Map(), boots: [] });
const cell = (name: string, role: 'baseline' | 'variant' = 'variant') => pageCell(name, 4096, true, { role });

function runOf(run: string, hour: number, names: readonly string[]) {
  const cells = [cell('baseline', 'baseline'), ...names.map((name) => cell(name))];
  return kept(`out/${run}`, { ...pageEvidence(), run, started: `2026-01-01T0${hour}:00:00.000Z`, cells });
}

const full = runOf('full', 1, ['one', 'two', 'three']);
const partial = runOf('partial', 2, ['two', 'four']);

test('a newer run of some designs leaves the others of the older run on the page', () => {
  for (const runs of [
    [full, partial],
    [partial, full],
  ]) {
    const { runs: places, designs } = shownOf(runs, undefined);
    expect(places).toHaveLength(1);
    expect(
      designs.flatMap(({ cells }) => cells.map(({ id, run }) => `${id} of ${run.evidence.run}`)),
    ).toEqual([
      'debian-6.1/x86-intel/baseline of partial',
      'debian-6.1/x86-intel/one of full',
      'debian-6.1/x86-intel/two of partial',
      'debian-6.1/x86-intel/three of full',
      'debian-6.1/x86-intel/four of partial',
    ]);
    expect(places[0]?.view.cells.map(({ name }) => name)).toEqual([
      'baseline',
      'one',
      'two',
      'three',
      'four',
    ]);
  }
});

test('the page says which cells are of which run, where a place has several', () => {
  const told = (runs: Parameters<typeof shownOf>[0]) => {
    const shown = shownOf(runs, undefined);
    return shown.given.map((run) => `${run.folder}: ${cellsFrom(run, shown)}`);
  };
  expect([
    told([full]),
    told([full, partial]),
    told([full, runOf('again', 3, ['one', 'two', 'three'])]),
  ]).toMatchInlineSnapshot(`
    [
      [
        "out/full: undefined",
      ],
      [
        "out/partial: the cells baseline, two, four are of this run",
        "out/full: the cells one, three are of this run",
      ],
      [
        "out/again: the cells baseline, one, two, three are of this run",
        "out/full: no cell is shown of it, later runs have them all",
      ],
    ]
  `);
});

test('a run that is given twice is one', () => {
  expect(shownOf([full, full], undefined).given).toHaveLength(1);
});

test('versions of a series are those of all runs, the newest first', () => {
  const mail = (subject: string) => ({
    file: '0001-a.patch',
    message: { subject, body: '', diffs: [] },
  });
  const withMail = (run: typeof full, subject: string) => ({
    ...run,
    series: new Map([['two', [mail(subject) as never]]]),
  });
  const shown = shownOf([withMail(full, 'a: Old'), withMail(partial, 'a: New')], undefined);
  expect(versionsOf(shown).map(({ label }) => label)).toEqual(['partial', 'full']);
});
