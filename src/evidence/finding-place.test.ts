// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { Finding } from '../series/finding.ts';
import { placedFinding } from './finding-place.ts';

const TEXT = Buffer.from('struct lamp {\n\t/* é */ __u32 on, on_since;\n\n};\n').toString('latin1');
const at = (line: number, symbol?: string, column?: number) => {
  const finding: Finding = { rule: 'r', severity: 'note', file: 'f', line, message: 'm' };
  const placed = placedFinding(
    { ...finding, ...(symbol ? { symbol } : {}), ...(column ? { column } : {}) },
    TEXT,
  );
  return [placed.column, placed.source];
};

test('the column is that of the whole name, in characters and not in bytes', () => {
  expect(at(1, 'struct lamp')).toEqual([8, 'struct lamp {']);
  expect(at(2, 'struct lamp.on_since')).toEqual([20, '\t/* é */ __u32 on, on_since;']);
  expect(at(2, 'lamp_on()')).toEqual([undefined, '\t/* é */ __u32 on, on_since;']);
});

test('what a compiler says is kept; no line, no column', () => {
  expect(at(2, 'struct lamp.on', 3)[0]).toBe(3);
  expect([at(3, 'lamp'), at(9, 'lamp')]).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ]);
});
