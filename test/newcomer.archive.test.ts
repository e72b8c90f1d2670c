// SPDX-License-Identifier: GPL-2.0-only
// The worked example of docs/topics.md, as a reader would type it in: it must load, apply and promise what it says.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { compose } from '../src/series/generate.ts';
import type { Variant } from '../src/series/topic.ts';
import type { Contract } from '../templates/msix-mmap/contract.ts';
import { msixMmap } from '../templates/msix-mmap/index.ts';
import type { Layout } from '../templates/msix-mmap/layout/index.ts';
import { debian, SERIES } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const VARIANTS = join(PROJECT, 'templates/msix-mmap/variants/');

/** Loaded from elsewhere, with its imports pointing where they would: the checkout stays as it is. */
async function example(): Promise<Variant<Layout, Contract>> {
  const page = await readFile(join(PROJECT, 'docs/topics.md'), 'utf8');
  const [, code = ''] = /^```ts\n(.*?)^```$/ms.exec(page) ?? [];
  const text = code.replace(
    /from '(\.[^']+)'/g,
    (_, path: string) => `from '${new URL(path, pathToFileURL(VARIANTS)).pathname}'`,
  );
  const folder = await mkdtemp(join(tmpdir(), 'kpw-test-'));
  const file = join(folder, 'example.ts');
  await writeFile(file, text);
  const load = (): Promise<Record<string, unknown>> => import(file);
  const module = await load().finally(() => rm(folder, { recursive: true }));
  const [variant, ...others] = Object.values(module);
  expect(others).toEqual([]);
  return variant as Variant<Layout, Contract>;
}

test('the example of docs/topics.md is a design of a few lines that keeps what it promises', async () => {
  const designs = await compose(msixMmap, await debian('6.1'), [
    { variant: await example(), parameters: {} },
  ]);
  const [design] = designs.variants;
  if (!design) throw new Error('the example was not composed');
  const { variant, composition } = design;
  const [patch, ...others] = composition.patches.filter(({ role }) => role === 'variant');
  expect(others).toEqual([]);
  const changed = [...(patch?.after ?? [])].filter(([path, text]) => patch?.before.get(path) !== text);
  const count = (text = '') => text.split('\n').length;
  expect({
    subject: patch?.subject,
    lines: changed.map(([path, text]) => [path, count(text) - count(patch?.before.get(path))]),
    contract: msixMmap
      .lines(variant.contract(designs.prerequisite.layout, {}), composition.layout, { isolatesMsi: true })
      .map((line) => line.join(' ')),
  }).toMatchInlineSnapshot(`
    {
      "contract": [
        "fresh.flags 0xf",
        "fresh.caps 1",
        "fresh.sparse around",
        "fresh.mmap.whole ok",
        "fresh.mmap.table ok",
        "fresh.mmap.before ok",
        "fresh.mmap.after ok",
        "fresh.mmap.touching ok",
        "fresh.mmap.past EINVAL",
        "plain.flags 0x7",
        "plain.caps none",
        "plain.mmap.whole ok",
        "plain.mmap.past EINVAL",
        "optin none",
        "unknown_ioctl ENOTTY",
        "old.maps around",
        "irq.before ok",
        "irq.after ok",
        "copies.taken unless_copied",
        "pread.hides_table yes",
      ],
      "lines": [
        [
          "drivers/vfio/pci/vfio_pci_core.c",
          -13,
        ],
      ],
      "subject": "vfio/pci: Only advise against mapping the MSI-X table",
    }
  `);
});

test.each(SERIES)('the example of docs/topics.md applies to debian:%s', async (series) => {
  const choice = { variant: await example(), parameters: {} };
  const designs = await compose(msixMmap, await debian(series), [choice]);
  const anchors = designs.variants
    .flatMap(({ composition }) => composition.patches)
    .filter(({ role }) => role === 'variant')
    .flatMap((patch) => patch.anchors.map(({ anchor }) => anchor));
  expect(anchors).toEqual(series === '7.2' ? ['A5m', 'D4', 'D5', 'S2', 'S1'] : ['A5m']);
});
