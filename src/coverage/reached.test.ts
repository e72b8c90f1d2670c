// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { CoverageObject } from './object.ts';
import { reached } from './reached.ts';
import type { Moment } from './report.ts';

const place = (section: string, offset: number) => ({ section, offset });
const core: CoverageObject = {
  sites: [place('.init.text', 4), place('.text', 4), place('.text', 20)],
  marks: [
    { ...place('.text', 8), number: 1 },
    { ...place('.text', 24), number: 2 },
    { ...place('.text', 30), number: 3 },
    { ...place('.init.text', 4), number: 4 },
    { ...place('.text', 2), number: 5 },
  ],
};
/** Has a copy of mark 2, as of code that is inlined in both. */
const other: CoverageObject = { sites: [place('.text', 4)], marks: [{ ...place('.text', 6), number: 2 }] };
const objects = new Map([
  ['core', core],
  ['other', other],
]);
const moments: Moment[] = [
  { kind: 'step', step: 'load core' },
  { kind: 'step', step: 'load other' },
  { kind: 'test', program: 'a_test', test: 'a.b' },
];
const sections = [
  { module: 'core', section: '.init.text', address: 0x3000n },
  { module: 'core', section: '.text', address: 0x1000n },
  // Where the init code of the first one was until it had run.
  { module: 'other', section: '.text', address: 0x3000n },
];

test('a mark was reached when the block that it stands in was, in whatever copy', () => {
  const sites = [
    { address: 0x1004n, moments: [2] },
    { address: 0x3004n, moments: [0, 1, 2] },
  ];
  const { marks, blocks, strays } = reached({ sections, moments, sites, lost: 0 }, objects);
  expect([...marks]).toEqual([
    [1, [2]],
    [2, [1, 2]],
    [3, []],
    [4, [0]],
  ]);
  expect(blocks).toEqual([
    { module: 'core', all: 3, reached: 2 },
    { module: 'other', all: 1, reached: 1 },
  ]);
  expect(strays).toBe(0);
});

test('an address that is no block of theirs is none', () => {
  const sites = [
    { address: 0x1005n, moments: [2] },
    { address: 0x10n, moments: [2] },
  ];
  const { blocks, strays } = reached({ sections, moments, sites, lost: 0 }, objects);
  expect(blocks.map((one) => one.reached)).toEqual([0, 0]);
  expect(strays).toBe(2);
});
