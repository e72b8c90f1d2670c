// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { pageCell, pageEvidence } from '../../test/page-runs.ts';
import type { CellEvidence } from '../evidence/schema.ts';
import { type ShownCell, shownOf } from './model.ts';
import { sizeText, userspaceText } from './parts/designs.ts';

type Series = NonNullable<CellEvidence['series']>;

const SERIES: Series = {
  subjects: ['a: One', 'a: Two'],
  ...{ prerequisites: 0, files: 3, insertions: 17, deletions: 79, uapi: { added: [], removed: [] } },
};

function cellsOf(...trees: readonly (readonly [tree: string, series: Partial<Series>])[]): ShownCell[] {
  const runs = trees.map(([tree, series]) => {
    const cells = [pageCell('one', 4096, true, { series: { ...SERIES, ...series } })];
    return { evidence: { ...pageEvidence({ tree }), cells }, folder: tree, series: new Map(), boots: [] };
  });
  return shownOf(runs, undefined).runs.flatMap(({ cells }) => cells);
}

test('the size of a design is told by tree where trees differ, and what is not counted is said', () => {
  const less = { deletions: 49 };
  expect([
    sizeText(cellsOf(['6.1', {}], ['7.2', {}])),
    sizeText(cellsOf(['6.1', {}], ['6.12', {}], ['7.2', less])),
    sizeText(cellsOf(['6.1', { selftest: 120 }])),
    sizeText(cellsOf(['6.1', {}], ['7.2', { subjects: [] }])),
  ]).toMatchInlineSnapshot(`
    [
      "+17 −79 in 3 files, 2 patches",
      "6.1, 6.12: +17 −79 in 3 files, 2 patches; 7.2: +17 −49 in 3 files, 2 patches",
      "+17 −79 in 3 files, 2 patches, of which the last, a selftest of 120 lines, is not counted",
      "6.1: +17 −79 in 3 files, 2 patches; 7.2: none: the tree does it already",
    ]
  `);
});

test('what a design means to userspace is said in plain words', () => {
  expect([
    userspaceText({ verdict: 'behaviour-break', growth: 'nothing' }),
    userspaceText({ verdict: 'additive', growth: 'one macro' }),
  ]).toMatchInlineSnapshot(`
    [
      "behaviour break; in the headers: nothing new",
      "additive; in the headers: one macro",
    ]
  `);
});
