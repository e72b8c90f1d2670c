// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Failure } from '../failure.ts';
import { didYouMean } from '../nearest.ts';
import { selections } from './words.ts';

const KNOWN = ['clocks', 'lamps', 'lamps/bulbs'];
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kpw-words-'));
  mkdirSync(join(folder, 'mine'));
  writeFileSync(join(folder, 'one.sh'), '#!/bin/sh\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (...words: string[]) =>
  selections(words, KNOWN, (name) => didYouMean(name, KNOWN)).map(
    ({ kind, collection, programs }) => `${kind} ${collection} [${programs}]`,
  );

function told(...words: string[]): string {
  try {
    read(...words);
  } catch (error) {
    if (error instanceof Failure)
      return `${error.code}: ${error.title}; ${error.hint}`.replaceAll(folder, '');
    throw error;
  }
  return 'nothing';
}

test('a directory of the tree has three spellings, and a program behind a colon', () => {
  expect(read('clocks')).toEqual(['tree clocks []']);
  expect(read('tools/testing/selftests/lamps/bulbs/')).toEqual(['tree lamps/bulbs []']);
  expect(read('lamps:glow', 'lamps:dim')).toEqual(['tree lamps [glow,dim]']);
});

test('a directory that is named alone beside one of its programs has all of them', () => {
  expect(read('lamps:glow', 'lamps')).toEqual(['tree lamps []']);
});

test('a path is of one’s own', () => {
  expect(read(join(folder, 'mine'), `${join(folder, 'mine')}:a`, join(folder, 'one.sh'))).toEqual([
    'folder mine []',
    'file one.sh []',
  ]);
});

test('what is neither says what is near', () => {
  expect(told('clock')).toMatchInlineSnapshot(
    `"UNKNOWN_NAME: clock is neither a directory of the tree's selftests, nor a file or folder of yours; Did you mean clocks?"`,
  );
  expect(told('tools/testing/selftests/nothing')).toMatch(/^UNKNOWN_NAME: the tree has no selftests in/);
});

test('two tests of one name', () => {
  mkdirSync(join(folder, 'clocks'));
  expect(told('clocks', join(folder, 'clocks'))).toMatch(/^BAD_PARAMETER: two tests are called clocks/);
});
