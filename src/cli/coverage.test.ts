// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { CoverageEvidence, Evidence } from '../evidence/schema.ts';
import type { Terminal } from './command.ts';
import { coverageStatus, failUnder, requireCoverage } from './coverage.ts';

const line = (state: 'reached' | 'missed') => ({
  ...{ file: 'a.c', line: 1, patch: 'a', text: 'a();', branches: [], state },
  by: state === 'reached' ? [0] : [],
});
const of = (reached: number, missed: number): CoverageEvidence => ({
  moments: [{ step: 'bind' }],
  lines: [
    ...Array.from({ length: reached }, () => line('reached')),
    ...Array.from({ length: missed }, () => line('missed')),
  ],
  modules: [],
  elsewhere: [],
});

function judged(percent: number | undefined, ...cells: (CoverageEvidence | undefined)[]) {
  const notes: string[] = [];
  const colour = new Proxy({}, { get: () => (text: string) => text });
  const terminal = { note: (text: string) => notes.push(text), colour } as unknown as Terminal;
  const evidence = { cells: cells.map((coverage, at) => ({ name: `cell-${at}`, coverage })) };
  return { status: coverageStatus(evidence as Evidence, percent, terminal), notes };
}

test('a design that is short of --fail-under is wrong, and said to be', () => {
  expect(judged(75, undefined, of(3, 1))).toEqual({ status: 0, notes: [] });
  expect(judged(76, undefined, of(3, 1), of(1, 0))).toEqual({
    status: 1,
    notes: ['COVERAGE_SHORT cell-1: 3 of 4 changed lines were reached, 75.0 % of at least 76 %'],
  });
  expect(judged(undefined, of(0, 9)).status).toBe(0);
});

test('nothing to reach is not short; what is not known is neither', () => {
  expect(judged(100, of(0, 0)).status).toBe(0);
  const unknown = { ...of(0, 0), undetermined: 'the guest went down' };
  expect(judged(1, unknown)).toEqual({ status: 3, notes: ['NOT_CHECKED cell-0: the guest went down'] });
  expect(judged(50, unknown, of(1, 9)).status).toBe(1);
});

test('percentages are numbers up to 100, and need a run for coverage', () => {
  const given = (percent: string) => failUnder({ failUnder: percent, coverage: true });
  expect([given('90'), given('99.5'), given('80%'), failUnder({ coverage: true })]).toEqual([
    90,
    99.5,
    80,
    undefined,
  ]);
  for (const bad of ['', '-1', '101', 'all', '1e1']) expect(() => given(bad)).toThrow('takes a percentage');
  expect(() => failUnder({ failUnder: '90' })).toThrow('--fail-under needs --coverage');
  expect(() => requireCoverage({ cells: [], run: 'r' } as unknown as Evidence)).toThrow(
    'this run has no coverage',
  );
});
