// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { ComparedPair } from '../evidence/compare/schema.ts';
import { pairSection } from './compared-pairs.ts';

/** A pair of patches whose range-diff has so many lines. */
function patches(number: number, lines: number): ComparedPair['pairs'][number] {
  const one = { number, subject: `lamp: ${number}` };
  const diff = Array.from({ length: lines }, (_, at) => `line ${at + 1}`).join('\n');
  return { relation: lines === 0 ? 'same' : 'changed', a: one, b: one, diff };
}

function section(...lengths: number[]): string[] {
  const pairs = lengths.map((lines, at) => patches(at + 1, lines));
  const pair = { a: 'x', b: 'y', same: false, file: 'range-diff/x-y.txt', pairs, files: [], conflicts: [] };
  return pairSection('run', pair).lines.map((line) => line.trim());
}

test('a short range-diff is told whole, without a pointer', () => {
  expect(section(0, 3)).toEqual(['1 = 1  lamp: 1', '2 ! 2  lamp: 2', 'line 1', 'line 2', 'line 3']);
});

test('of a long one the beginning is told, and where the whole is', () => {
  const told = section(100);
  expect(told).toHaveLength(1 + 24 + 2);
  expect(told.slice(-3)).toEqual([
    'line 24',
    '… 76 lines more',
    'the whole range-diff: run/range-diff/x-y.txt',
  ]);
});

test('many patches have one budget between them, and each keeps its head', () => {
  const told = section(30, 30, 30, 30, 30);
  expect(told.filter((line) => line.startsWith('line '))).toHaveLength(72);
  expect(told.filter((line) => line.includes('lamp:'))).toHaveLength(5);
  expect(told.slice(-3)).toEqual([
    '5 ! 5  lamp: 5',
    '… 30 lines more',
    'the whole range-diff: run/range-diff/x-y.txt',
  ]);
});

test('one line more than is told is told too', () => {
  expect(section(25)).toHaveLength(26);
});
