// SPDX-License-Identifier: GPL-2.0-only
// Mistakes beside the region and its mmap: how long a mapping lives, what is given back, how interrupts are armed, other
// ways to the table, who may opt in, what is told, and what of config space is put back. What catches each?
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { bootBroken } from './broken-boot.ts';
import { CONFIG } from './broken-designs-config.ts';
import { LIFETIME } from './broken-designs-lifetime.ts';
import { BESIDE, NEWEST } from './broken-designs-ways.ts';
import type { Mistake } from './broken-variant.ts';
import { ALL } from './support.ts';

/** Of a plain `npm test`, each so many of the mistakes. */
const EACH = 6;

/**
 * Boots designs with mistakes in them, and holds what catches each against a file of lines `mistake → what catches it`.
 * With a part of them, nothing may catch one that the file does not have; with all of them the file is written by vitest -u.
 */
async function expectCaught(series: string, all: readonly Mistake[], file: string) {
  const mistakes = ALL ? all : all.filter((_, at) => at % EACH === 0);
  const boots = await bootBroken(series, mistakes);
  const lines = mistakes.map((mistake) => ({ name: mistake.name, by: boots.catches(mistake) }));
  expect(boots.sound).toEqual(['baseline PASS', 'prerequisite PASS']);
  expect(lines.filter(({ by }) => by.length === 0)).toEqual([]);
  const table = lines.map(({ name, by }) => `${name} → ${by.join(', ')}`);
  if (ALL) {
    await expect(`${table.join('\n')}\n`).toMatchFileSnapshot(file);
    return;
  }
  const known = new Map(
    (await readFile(new URL(file, import.meta.url), 'utf8')).split('\n').map((line) => {
      const [name = '', by = ''] = line.split(' → ');
      return [name, by.split(', ')];
    }),
  );
  // In the whole set a mistake may be caught once more, by what one before it leaves behind in the guest.
  const strange = lines.filter(({ name, by }) => by.some((one) => !known.get(name)?.includes(one)));
  expect(strange).toEqual([]);
}

// One that keeps a device awake keeps it so for the cells behind it in its guest: they have config.sleep.power, too.
test('every mistake beside the mmap is caught, by a test or by an error of a rule', () =>
  expectCaught('6.1', [...LIFETIME, ...BESIDE, ...CONFIG], './broken-beside.txt'));

test('every mistake in what the newest tree alone has is caught', () =>
  expectCaught('7.2', NEWEST, './broken-newest.txt'));
