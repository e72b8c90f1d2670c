// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { consolePlaces, cut } from './console.ts';

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `line ${at + 1}`);

test('a short console is whole, a long one keeps its head, its end and what tells something', () => {
  expect(cut(numbered(100)).map(({ from, lines }) => [from, lines.length])).toEqual([[1, 100]]);
  const long = numbered(5000);
  long[2000] = 'BUG: unable to handle page fault';
  expect(cut(long).map(({ from, lines }) => [from, from + lines.length - 1])).toEqual([
    [1, 30],
    [1998, 2004],
    [4801, 5000],
  ]);
});

test('a console full of reports is cut all the same, and so is a line without an end', () => {
  const kept = cut(Array.from({ length: 100_000 }, () => 'WARNING: CPU: 0')).flatMap(({ lines }) => lines);
  expect(kept.length).toBeLessThan(1000);
  expect(cut(['x'.repeat(1e6)])[0]?.lines[0]?.length).toBeLessThan(500);
});

test('a cell is from where its modules are loaded to its end, or to that of a guest that went down', () => {
  expect(
    consolePlaces([
      'boot',
      'kpw: cell one load',
      'kpw: cell one begin',
      'a',
      'kpw: cell one end',
      'between',
      'kpw: cell two load',
      'Oops',
    ]),
  ).toEqual({ one: [2, 5], two: [7, 8] });
});
