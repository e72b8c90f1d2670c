// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { initramfs } from './initramfs.ts';

/** An independent reading of the format: `mode size rdev name`, content. */
function members(archive: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; at < archive.length; ) {
    const field = (index: number): number =>
      Number.parseInt(archive.toString('latin1', at + 6 + 8 * index, at + 14 + 8 * index), 16);
    if (archive.toString('latin1', at, at + 6) !== '070701') throw new Error(`no header at ${at}`);
    const name = archive.toString('latin1', at + 110, at + 110 + field(11) - 1);
    const data = (at + 110 + field(11) + 3) & ~3;
    const owner = field(2) || field(3) || field(5) ? ' not root, or a time' : '';
    const device = field(9) ? ` ${field(9)}:${field(10)}` : '';
    const text = JSON.stringify(archive.toString('latin1', data, data + field(6)));
    found.push(`${field(1).toString(8)}${device} ${name}${field(6) ? ` ${text}` : ''}${owner}`);
    at = (data + field(6) + 3) & ~3;
  }
  return found;
}

test('folders come before what is in them, and the console is there', async () => {
  const archive = await initramfs([
    { path: '/plan', content: 'cell a\n' },
    { path: '/cells/a/contract', content: new Uint8Array([1, 255]) },
    { path: '/init', content: '#!', mode: 0o755 },
    { path: '/again', content: { link: 'init' } },
  ]);
  expect(members(archive)).toMatchInlineSnapshot(`
    [
      "120777 again "init"",
      "40755 cells",
      "40755 cells/a",
      "100644 cells/a/contract "\\u0001ÿ"",
      "40755 dev",
      "20600 5:1 dev/console",
      "100755 init "#!"",
      "100644 plan "cell a\\n"",
      "0 TRAILER!!!",
    ]
  `);
});

test('the order of the description does not matter', async () => {
  const files = [
    { path: '/b', content: 'b' },
    { path: '/a/c', content: { source: new URL(import.meta.url).pathname } },
  ];
  expect(await initramfs(files)).toEqual(await initramfs(files.reverse()));
});

test('a path twice, and a relative path, are refused', async () => {
  const file = { path: '/a', content: '' };
  await expect(initramfs([file, file])).rejects.toThrow('/a is in the archive twice');
  await expect(initramfs([{ path: 'a', content: '' }])).rejects.toThrow('not an absolute path: a');
  await expect(initramfs([{ path: '/a/../b/', content: '' }])).rejects.toThrow('not an absolute path');
});
