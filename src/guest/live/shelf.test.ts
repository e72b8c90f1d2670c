// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Mailbox, sumOf } from './mailbox.ts';
import { Shelf } from './shelf.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpw-shelf-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Names in a cpio archive, with what a link leads to and the bytes of a file. */
function members(archive: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; at < archive.length; ) {
    const field = (index: number): number =>
      Number.parseInt(archive.toString('latin1', at + 6 + 8 * index, at + 14 + 8 * index), 16);
    const [mode, bytes, length] = [field(1), field(6), field(11)];
    const name = archive.toString('latin1', at + 110, at + 110 + length - 1);
    const data = (at + 110 + length + 3) & ~3;
    const kind = { 9: '-> ', 4: 'folder ', 2: 'gone ' }[mode >> 12] ?? `${bytes} bytes `;
    const link = mode >> 12 === 0o12 ? ` ${archive.toString('latin1', data, data + bytes)}` : '';
    if (name !== 'TRAILER!!!') found.push(`${kind}${name}${link}`.replace(/\b[0-9a-f]{24}\b/, 'HASH'));
    at = (data + bytes + 3) & ~3;
  }
  return found;
}

test('what a guest has got already is sent as a link, and the work before is taken away', async () => {
  const module = join(folder, 'lamp.ko');
  const program = join(folder, 'lamp_test');
  await writeFile(module, 'a module');
  await writeFile(program, 'a program');
  const files = [
    { path: '/cells/a/modules/01-lamp.ko', content: { source: module } },
    { path: '/tests/lamp_test', content: { source: program } },
    { path: '/plan', content: 'wait\n' },
  ];
  const shelf = new Shelf();
  const [first] = await shelf.letters(files, 2 ** 20);
  expect(members(first as Buffer)).toMatchInlineSnapshot(`
    [
      "gone cells",
      "gone tests",
      "gone suites",
      "folder cells",
      "folder cells/a",
      "folder cells/a/modules",
      "31 bytes cells/a/modules/01-lamp.ko /store/HASH",
      "5 bytes plan",
      "folder store",
      "9 bytes store/HASH",
      "8 bytes store/HASH",
      "folder tests",
      "31 bytes tests/lamp_test /store/HASH",
    ]
  `);
  await writeFile(module, 'another module');
  const [second] = await shelf.letters(files, 2 ** 20);
  expect(members(second as Buffer).filter((line) => line.includes('store/'))).toMatchInlineSnapshot(`
    [
      "31 bytes cells/a/modules/01-lamp.ko /store/HASH",
      "14 bytes store/HASH",
      "31 bytes tests/lamp_test /store/HASH",
    ]
  `);
});

test('what does not fit into a letter goes in several, the plan with the last', async () => {
  const files = [];
  for (const name of ['one', 'two', 'three']) {
    const source = join(folder, name);
    await writeFile(source, Buffer.alloc(400, name));
    files.push({ path: `/tests/${name}`, content: { source } });
  }
  const letters = await new Shelf().letters([...files, { path: '/plan', content: 'wait\n' }], 1000);
  expect(
    letters.map((letter) => members(letter).filter((line) => /plan|store\/|gone/.test(line))),
  ).toMatchInlineSnapshot(`
    [
      [
        "gone cells",
        "gone tests",
        "gone suites",
        "400 bytes store/HASH",
      ],
      [
        "400 bytes store/HASH",
      ],
      [
        "5 bytes plan",
        "400 bytes store/HASH",
        "31 bytes tests/one /store/HASH",
        "31 bytes tests/three /store/HASH",
        "31 bytes tests/two /store/HASH",
      ],
    ]
  `);
});

test('a letter stands behind its length and its sum, and its number says that it is there', async () => {
  const box = await Mailbox.create(folder);
  const text = Buffer.from('nine byte');
  expect(await box.send(Buffer.from('first'))).toBe(1);
  expect(await box.send(text)).toBe(2);
  const file = await open(box.file);
  const head = Buffer.alloc(24);
  await file.read(head, 0, 24, 0);
  const letter = Buffer.alloc(16);
  await file.read(letter, 0, 16, 4096);
  await file.close();
  await box.close();
  expect([head.readBigUInt64LE(0), head.readBigUInt64LE(8)]).toEqual([2n, 9n]);
  expect(letter.toString('latin1', 0, 9)).toBe('nine byte');
  expect(Number(head.readBigUInt64LE(16))).toBe(sumOf(letter));
  // FNV-1a of no words, and of one zero: offset basis, and offset basis times prime.
  expect([sumOf(Buffer.alloc(0)), sumOf(Buffer.alloc(4))]).toEqual([2166136261, 84696351]);
});
