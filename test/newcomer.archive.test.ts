// SPDX-License-Identifier: GPL-2.0-only
// The example of docs/topics.md is what a newcomer types: it must be true.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { compose } from '../src/series/generate.ts';
import { msixMmap } from '../templates/msix-mmap/index.ts';
import { debian } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

test("the page's variant composes on a real tree, and promises what it does", async () => {
  const page = await readFile(join(PROJECT, 'docs', 'topics.md'), 'utf8');
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
  // Inside the checkout, where vitest transforms TypeScript, and outside of the templates.
  const file = join(PROJECT, 'out', `newcomer-${process.pid}.ts`);
  await mkdir(join(PROJECT, 'out'), { recursive: true });
  await writeFile(
    file,
    code
      .replaceAll("'../../../src/", "'../src/")
      .replaceAll("'../contract", "'../templates/msix-mmap/contract")
      .replaceAll("'../layout", "'../templates/msix-mmap/layout"),
  );
  try {
    const { advisorySparse } = await import(pathToFileURL(file).href);
    const made = await compose(msixMmap, await debian('6.1'), [{ variant: advisorySparse, parameters: {} }]);
    const [design] = made.variants;
    if (!design) throw new Error('nothing was made');
    const own = design.composition.patches.filter(({ role }) => role === 'variant');
    expect(own.map(({ anchors }) => anchors.map(({ purpose }) => purpose))).toEqual([
      ['the refusal of an mmap that overlaps the MSI-X table goes'],
    ]);
    const lines = Object.fromEntries(msixMmap.lines(advisorySparse.contract(), design.composition.layout));
    expect([
      lines['fresh.caps'],
      lines['fresh.sparse'],
      lines['fresh.mmap.table'],
      lines['old.maps'],
    ]).toEqual(['1', 'around', 'ok', 'around']);
  } finally {
    await rm(file, { force: true });
  }
});
