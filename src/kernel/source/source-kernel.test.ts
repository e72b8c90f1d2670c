// SPDX-License-Identifier: GPL-2.0-only
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratch, testContext } from '../testing/context.ts';
import { writeFiles } from '../testing/fake-kernel.ts';
import type { Tree } from '../tree.ts';
import { ObjectFolder } from './objects.ts';
import { kernelKey, objectsKey } from './source-kernel.ts';
import { fragment, merged, parseFragment, parseSymbol } from './symbols.ts';

const GIT = { kind: 'git', commit: 'a'.repeat(40), path: '/src' } as const;
const tree = { spec: '/src@v9', label: 'v9', release: '9.9', base: GIT } as unknown as Tree;
const other = { ...tree, base: { ...GIT, commit: 'b'.repeat(40) } } as Tree;

test('the key of the objects changes with source, architecture, compiler and symbols, and with nothing else', async () => {
  const symbols = ['PCI=y', 'VFIO=m'].map(parseSymbol);
  const key = await objectsKey(tree, { machine: 'x86_64' }, 'gcc 12', symbols);
  expect(await objectsKey({ ...tree, spec: 'again' } as Tree, { machine: 'x86_64' }, 'gcc 12', symbols)).toBe(
    key,
  );
  const others = await Promise.all([
    objectsKey(other, { machine: 'x86_64' }, 'gcc 12', symbols),
    objectsKey(tree, { machine: 'aarch64' }, 'gcc 12', symbols),
    objectsKey(tree, { machine: 'x86_64' }, 'gcc 13', symbols),
    objectsKey(tree, { machine: 'x86_64' }, 'gcc 12', [...symbols, parseSymbol('VFIO=y')]),
    objectsKey(tree, { machine: 'x86_64' }, 'gcc 12', [...symbols, parseSymbol('KASAN=y')]),
  ]);
  expect(new Set([key, ...others]).size).toBe(6);
});

test('the key of a kernel changes with the edited files, whatever their order', () => {
  const edits: [string, string][] = [
    ['a.c', 'x'],
    ['b.c', 'y'],
  ];
  expect(kernelKey('k', new Map(edits))).toBe(kernelKey('k', new Map([...edits].reverse())));
  expect(kernelKey('k', new Map(edits))).not.toBe(kernelKey('k', new Map()));
  expect(kernelKey('k', new Map([['a.c', 'xb.c']]))).not.toBe(kernelKey('k', new Map([['a.cx', 'b.c']])));
});

test('edited files are laid over links to the source and taken away, and nothing else is written', async () => {
  const source = await scratch();
  await writeFiles(source, { 'a.c': 'a\n', 'b.c': 'b\n' });
  const folder = new ObjectFolder(join(await scratch(), 'key'), source, await testContext());
  await folder.open();
  const text = (name: string) => readFile(join(folder.tree, name), 'utf8').catch(() => undefined);
  const time = async (name: string) => (await stat(join(folder.tree, name))).mtimeMs;
  const before = await time('b.c');
  await folder.lay(
    new Map([
      ['a.c', 'A\n'],
      ['new/c.c', 'C\n'],
      ['b.c', 'b\n'],
    ]),
  );
  expect([await text('a.c'), await text('new/c.c'), await text('b.c')]).toEqual(['A\n', 'C\n', 'b\n']);
  await folder.lay(new Map());
  expect([await text('a.c'), await text('new/c.c')]).toEqual(['a\n', undefined]);
  expect(await readFile(join(source, 'a.c'), 'utf8')).toBe('a\n');
  expect(await time('b.c')).toBe(before);
});

test('a file of a user’s own is read as a .config is, and a line that is none refused', () => {
  const read = parseFragment('# mine\n\nCONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C="c d"\n', 'my.config');
  expect(fragment(merged(read, [parseSymbol('A=m')]))).toBe(
    'CONFIG_A=m\n# CONFIG_B is not set\nCONFIG_C="c d"\n',
  );
  expect(() => parseFragment('CONFIG_A=y\nCONFIG_B=yes\n', 'my.config')).toThrow(
    "my.config:2: this is no line of a kernel's configuration: CONFIG_B=yes",
  );
});
