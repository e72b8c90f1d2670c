// SPDX-License-Identifier: GPL-2.0-only
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { requireFolder, requireFolders } from './folder-options.ts';
import { OUT, TREE } from './options.ts';

const verb = { options: [OUT, TREE, { flags: '--mbox <file>', help: '' }] };

test('a folder or a file without a name is refused, and nothing else is', () => {
  expect(() => requireFolders(verb, { out: '' })).toThrow('--out is empty');
  expect(() => requireFolders(verb, { mbox: '' })).toThrow('--mbox is empty');
  for (const fine of [{}, { out: 'out' }, { out: '.', tree: '' }]) requireFolders(verb, fine);
});

test('a file is no folder, and what is not there is not looked at', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kpw-folder-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'file'), '');
  expect(() => requireFolder(join(folder, 'file'), '--out')).toThrow('--out needs a folder');
  requireFolder(folder, '--out');
  requireFolder(join(folder, 'nothing'), '--out');
});
