// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { Compared } from '../evidence/compare/schema.ts';
import { cellLines, columnsOf } from './compared-cells.ts';

const cell = (name: string, glow: string, more: object = {}) => ({
  ...{ name, verdict: 'PASS', modules: [], warnings: [], measurements: {}, boot: 1, consoleTail: '' },
  tests: [{ program: 'lamp', name: 'glows', status: 'PASS' }],
  observations: { glow },
  ...more,
});

const compared = {
  designs: [{ name: 'mine' }, { name: 'other' }],
  cells: [
    cell('baseline', 'white'),
    cell('mine', 'white'),
    cell('mine[hue=7]', 'red', { design: 'mine', loaded: { hue: '7' } }),
  ],
} as unknown as Compared;

test('a design has a column for each way to load it, and one where it was not booted', () => {
  expect(columnsOf(compared).map(({ name, design }) => [name, design.name])).toEqual([
    ['mine', 'mine'],
    ['mine[hue=7]', 'mine'],
    ['other', 'other'],
  ]);
  const rows = cellLines(compared).map(({ label, values }) => [label, ...values.map(({ text }) => text)]);
  expect(rows.filter(([label]) => ['verdict', 'glow'].includes(label ?? ''))).toMatchInlineSnapshot(`
    [
      [
        "verdict",
        "PASS",
        "PASS",
        "PASS",
        "–",
      ],
      [
        "glow",
        "white",
        "white",
        "≠ red",
        "–",
      ],
    ]
  `);
});

test('what modules say of themselves is a row where a design changes it', () => {
  const lamp = (parameters: string[], firmware: string[] = []) => ({
    modules: [{ name: 'lamp', bytes: 1, info: { parameters, aliases: ['pci:a'], firmware, depends: [] } }],
  });
  const cells = [
    cell('baseline', 'white', lamp(['glow', 'hue'])),
    cell('mine', 'white', lamp(['hue', 'level'], ['lamp.bin'])),
    cell('other', 'white', lamp(['glow', 'hue'])),
  ];
  const rows = cellLines({ ...compared, cells } as unknown as Compared)
    .map(({ label, values }) => [label, ...values.map(({ text }) => text)])
    .filter(([label]) => /parameters|devices|firmware|needed/.test(label ?? ''));
  expect(rows).toEqual([
    ['module parameters', '–', 'lamp: +level −glow', '–'],
    ['firmware asked for', '–', 'lamp: +lamp.bin', '–'],
  ]);
});
