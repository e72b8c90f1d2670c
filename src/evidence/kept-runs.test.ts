// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { type KeptRun, prunable } from './kept-runs.ts';

const run = (name: string, started?: string): KeptRun => ({
  ...{ name, kind: 'cells', about: 't', verdicts: {}, bytes: 1 },
  ...(started === undefined ? {} : { started }),
});
const RUNS = [
  run('a', '2026-01-01T00:00:00Z'),
  run('b'),
  run('c', '2026-03-01T00:00:00Z'),
  run('d', '2026-04-01T00:00:00Z'),
];
const names = (runs: readonly KeptRun[]) => runs.map(({ name }) => name).join('');

test('all but the newest go, but for those that are spared', () => {
  expect(names(prunable(RUNS, { keep: 2, spare: new Set() }))).toBe('ab');
  expect(names(prunable(RUNS, { keep: 0, spare: new Set(['c']) }))).toBe('abd');
  expect(names(prunable(RUNS, { keep: 9, spare: new Set() }))).toBe('');
});

test('a run that cannot be read does not take the place of one that can', () => {
  const damaged = { ...run('e'), kind: 'unreadable' as const };
  expect(names(prunable([...RUNS, damaged], { keep: 2, spare: new Set() }))).toBe('abe');
});

test('what began before a day goes; of what cannot be read nobody knows when it began', () => {
  expect(names(prunable(RUNS, { before: new Date('2026-03-15'), spare: new Set() }))).toBe('ac');
});

test('with a number and a day, both have to be met', () => {
  expect(names(prunable(RUNS, { keep: 2, before: new Date('2026-03-15'), spare: new Set() }))).toBe('a');
});
