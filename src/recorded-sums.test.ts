// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RecordedSums } from './recorded-sums.ts';
import { sumsOf } from './sums.ts';

let root: string;
const later = () => new Date(Date.now() + 60_000);

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'kpw-sums-'));
  mkdirSync(join(root, 'entry/source'), { recursive: true });
  writeFileSync(join(root, 'entry/source/lamp.h'), 'int lamp;\n');
  writeFileSync(join(root, 'sums.json'), JSON.stringify(await sumsOf(join(root, 'entry'), true)));
  utimesSync(join(root, 'sums.json'), later(), later());
});

afterEach(() => rmSync(root, { recursive: true }));

const sums = () => new RecordedSums(join(root, 'entry/source'), join(root, 'sums.json'), 'source');

test('a file that nobody touched has the hash that was recorded', () => {
  expect(sums().hash('lamp.h')).toMatch(/^[0-9a-f]{64}$/);
});

test('a file of another size, or one that is gone, has none', () => {
  writeFileSync(join(root, 'entry/source/lamp.h'), 'long lamp;\n');
  expect(sums().hash('lamp.h')).toBeUndefined();
  rmSync(join(root, 'entry/source/lamp.h'));
  expect(sums().hash('lamp.h')).toBeUndefined();
});

test('a file of the same size that was written after the record has none', () => {
  const before = new Date(Date.now() - 60_000);
  utimesSync(join(root, 'sums.json'), before, before);
  writeFileSync(join(root, 'entry/source/lamp.h'), 'int bulb;\n');
  expect(sums().hash('lamp.h')).toBeUndefined();
});

test('a file that came later has none, and a record that is damaged knows nothing', () => {
  writeFileSync(join(root, 'entry/source/bulb.h'), 'int bulb;\n');
  expect(sums().hash('bulb.h')).toBeUndefined();
  writeFileSync(join(root, 'sums.json'), '{');
  expect(sums().hash('lamp.h')).toBeUndefined();
});
