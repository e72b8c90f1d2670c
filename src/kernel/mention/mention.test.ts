// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, open, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, testContext } from '../../../test/support.ts';
import { mentionsOf } from './mentions.ts';
import { MOST, mentioningFiles, Pairs } from './pairs.ts';
import { WordScanner } from './scan.ts';
import { type Word, wordHash } from './word.ts';

const CODE =
  'int lamp_dim(struct lamp *lamp)\n{\n\tlamp->flags |= LAMP_DIMMED;\n\treturn lamp->flags && LIT;\n}\n';
const call: Word = { kind: 'call', name: 'lamp_dim' };
const constant: Word = { kind: 'constant', name: 'LAMP_DIMMED' };
const written: Word = { kind: 'word-written', name: 'flags' };

/** The hashes that a scanner tells, of a text in pieces of some length. */
function scanned(text: string, length = text.length): Set<number> {
  const found = new Set<number>();
  const scanner = new WordScanner((hash) => found.add(hash));
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += length)
    scanner.read(bytes, at, Math.min(bytes.length, at + length));
  scanner.finish();
  return found;
}

test('a scanner tells constants, calls and words that are written', () => {
  const found = scanned(CODE);
  expect([call, constant, written].map((word) => found.has(wordHash(word)))).toEqual([true, true, true]);
});

test('a word is no other kind of word, and a short one is none', () => {
  const others: Word[] = [
    { kind: 'constant', name: 'lamp_dim' },
    { kind: 'call', name: 'LAMP_DIMMED' },
    { kind: 'constant', name: 'LIT' },
    { kind: 'word-written', name: 'LAMP_DIMMED' },
  ];
  expect(others.filter((word) => scanned(CODE).has(wordHash(word)))).toEqual([]);
  // `flags && x` writes nothing.
  expect(scanned('return lamp->flags && x;').has(wordHash(written))).toBe(false);
});

test('pieces of any length give the same words', () => {
  expect([1, 2, 7].map((length) => [...scanned(CODE, length)].sort())).toEqual(
    [1, 2, 7].map(() => [...scanned(CODE)].sort()),
  );
});

test('pairs give the files of a word, in order, once; of a word that is everywhere none', async () => {
  const pairs = new Pairs();
  for (let file = 2000; file > 0; file--) {
    pairs.add(7, file);
    if (file % 500 === 0) for (const hash of [5, 5, 0xffffffff]) pairs.add(hash, file);
  }
  const path = join(await temporaryFolder(), 'pairs');
  await writeFile(path, pairs.finished());
  const { size } = await stat(path);
  const file = await open(path);
  const asked = await Promise.all([5, 0xffffffff, 7, 6].map((hash) => mentioningFiles(file, size, hash)));
  await file.close();
  expect(MOST).toBeLessThan(2000);
  expect(asked).toEqual([[500, 1000, 1500, 2000], [500, 1000, 1500, 2000], undefined, []]);
});

test('of a folder, files of C that mention a word are told, and documents are not', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'drivers'), { recursive: true });
  await mkdir(join(folder, 'Documentation'), { recursive: true });
  await writeFile(join(folder, 'drivers/lamp.c'), CODE);
  await writeFile(join(folder, 'drivers/torch.c'), 'int torch_dim(void);\n');
  await writeFile(join(folder, 'Documentation/lamp.c'), CODE);
  const tree = { base: { kind: 'directory', path: folder }, folder } as const;
  const nothing: Word = { kind: 'constant', name: 'LAMP_GONE' };
  expect(await mentionsOf(tree, [constant, call, nothing], testContext())).toEqual(
    new Map([
      ['LAMP_DIMMED', ['drivers/lamp.c']],
      ['lamp_dim', ['drivers/lamp.c']],
      ['LAMP_GONE', []],
    ]),
  );
});
