// SPDX-License-Identifier: GPL-2.0-only
// The picture of msix-mmap: what of a BAR may be mapped, by the size of a page.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { CellEvidence } from '../src/evidence/schema.ts';
import { viewOf } from '../src/evidence/seen.ts';
import { markupText } from '../src/page/markup.ts';
import { drawing } from '../src/page/parts/pictures.ts';
import { styleSheet } from '../src/page/script.ts';
import type { PageRun, Picture } from '../src/series/topic-page.ts';
import { page } from '../templates/msix-mmap/page/index.ts';
import seen from './bars.json' with { type: 'json' };
import { pageEvidence } from './page-runs.ts';

/** Of two real runs, what the picture is made of. */
type SeenRun = Omit<PageRun, 'cells'> & {
  readonly cells: Pick<
    CellEvidence,
    'name' | 'title' | 'role' | 'contract' | 'observations' | 'measurements'
  >[];
};

const TESTS = fileURLToPath(new URL('../kernel-tests/msix-mmap', import.meta.url));
const claimsOf = () => (page.objections ?? []).flatMap(({ claims }) => claims);

function runOf(pageSize: number, machine = 'a'): PageRun {
  const { cells, tree } = pageEvidence({ pageSize });
  return {
    ...{ tree: tree.label, machine, pageSize },
    cells: cells.map((cell) => ({ name: cell.name, title: cell.title, role: cell.role, view: viewOf(cell) })),
  };
}

function told(pictures: readonly Picture[]): string[] {
  return pictures.flatMap(({ id, runs, caption, rows }) => [
    `${id} seen by ${runs.join(',') || 'none'}: ${caption}`,
    ...rows.map(
      ({ label, note, areas }) =>
        `  ${label}${note ? ` [${note}]` : ''}: ${areas.map(({ from, to, kind, label: text }) => `${from.toString(16)}-${to.toString(16)} ${text || kind}`).join(', ')}`,
    ),
  ]);
}

test('with pages of 4K the table is refused alone, with 64K the doorbells go with it', () => {
  expect(told(page.pictures?.([runOf(4096), runOf(65536)]) ?? [])).toMatchInlineSnapshot(`
    [
      "nvme64k-4K seen by 0: The BAR has 16 pages of 4K: the table's pages can be refused, and nothing else is lost.",
      "  BAR 0 has: 0-1000 registers, 1000-3000 doorbells, 3000-b000 MSI-X table, b000-b100 PBA, b100-10000 unused",
      "  the tree as it is · region flag [a doorbell takes 50 ns (median of 2 cells)]: 0-10000 mapped: registers, doorbells, MSI-X table, PBA",
      "  with the refusal restored, as before v4.16 · opt-in ioctl [a doorbell takes 50 ns (median of 2 cells)]: 0-3000 mapped: registers, doorbells, 3000-b000 withheld, b000-10000 mapped: PBA",
      "nvme64k-64K seen by 1: The whole BAR is one page of 64K, and the table is in it: who refuses the table's pages refuses registers, doorbells as well.",
      "  BAR 0 has: 0-1000 registers, 1000-3000 doorbells, 3000-b000 MSI-X table, b000-b100 PBA, b100-10000 unused",
      "  the tree as it is · region flag [a doorbell takes 50 ns (median of 2 cells)]: 0-10000 mapped: registers, doorbells, MSI-X table, PBA",
      "  with the refusal restored, as before v4.16 · opt-in ioctl [a doorbell takes 4,000 ns (median of 2 cells)]: 0-3000 slow calls: registers, doorbells, 3000-b000 withheld, b000-b100 slow calls: PBA, b100-10000 idle",
    ]
  `);
});

test('a size of pages that no run has is drawn by arithmetic, and said to be', () => {
  const pictures = page.pictures?.([runOf(4096)]) ?? [];
  expect(pictures.map(({ grid, runs }) => [grid?.step, runs])).toEqual([
    [4096, [0]],
    [65536, []],
  ]);
  expect(told(pictures.slice(1))).toMatchInlineSnapshot(`
    [
      "nvme64k-64K seen by none: The whole BAR is one page of 64K, and the table is in it: who refuses the table's pages refuses registers, doorbells as well.",
      "  BAR 0 has: 0-1000 registers, 1000-3000 doorbells, 3000-b000 MSI-X table, b000-b100 PBA, b100-10000 unused",
      "  where the table's pages are refused: 0-3000 slow calls: registers, doorbells, 3000-b000 withheld, b000-b100 slow calls: PBA, b100-10000 idle",
      "  where all may be mapped: 0-10000 mapped: registers, doorbells, MSI-X table, PBA",
    ]
  `);
});

test('the answer says what the refusal costs and buys, and nothing where no run can tell', () => {
  expect(page.answer?.([runOf(4096), runOf(65536)])).toMatchInlineSnapshot(
    `"With 64K pages, refusing the table's page makes a doorbell cost 4,000 ns by a call instead of 50 ns through a mapping, 80 times as much (medians of prerequisite only and tree as it is, debian-6.1 on a). A mapped table raised no interrupt that the device could not raise by DMA without it."`,
  );
  expect(page.answer?.([runOf(4096)])).toMatchInlineSnapshot(
    `"With 4K pages no doorbell shares a page with the table, and refusing it costs nothing; no run here has larger pages. A mapped table raised no interrupt that the device could not raise by DMA without it."`,
  );
  const { cells, ...large } = runOf(65536);
  const emulated = { ...large, cells: cells.map((cell) => ({ ...cell, accelerator: 'tcg' })) };
  expect(page.answer?.([emulated])).toContain('The guest is emulated (TCG)');
  expect(page.answer?.([])).toBeUndefined();
  expect(page.pictures?.([])).toEqual([]);
});

test('an objection is about designs that there are, and a claim about what a run saw', async () => {
  const { msixMmap } = await import('../templates/msix-mmap/index.ts');
  const known = msixMmap.variants.map(({ id }) => id);
  const against = (page.objections ?? []).flatMap((objection) => objection.against);
  expect(against.filter((id) => !known.includes(id))).toEqual([]);
  const sources = claimsOf().map(({ test: { program, name } }) => ({
    name,
    text: readFileSync(join(TESTS, `${program}.c`), 'utf8'),
  }));
  expect(sources.filter(({ name, text }) => !text.includes(name.split('.').at(-1) ?? '?'))).toEqual([]);
  const nothing = { observed: () => undefined, measured: () => undefined, promised: () => undefined };
  expect(claimsOf().flatMap((claim) => claim.says(nothing) ?? [])).toEqual([]);
});

test('the pictures of docs/page.md are what the tool draws of what two runs saw', async () => {
  const runs = (seen as SeenRun[]).map(
    ({ cells, ...run }): PageRun => ({
      ...run,
      cells: cells.map((cell) => ({ ...cell, view: viewOf(cell as unknown as CellEvidence) })),
    }),
  );
  const pictures = page.pictures?.(runs) ?? [];
  expect(pictures.map(({ id }) => id)).toEqual(['nvme64k-4K', 'nvme64k-64K']);
  const style = await styleSheet();
  for (const picture of pictures) {
    const file = `../docs/pictures/${picture.id.toLowerCase()}.svg`;
    await expect(standalone(picture, style)).toMatchFileSnapshot(file);
  }
});

/** One picture as a file of its own: the drawing, and of the page's style sheet what it needs. */
function standalone(picture: Picture, style: string): string {
  const markup = markupText(drawing(picture, page.kinds ?? [], 'wide'));
  const own = (style.match(/^(?:\.picture[ .]|\.look|\.hatch)[^{}]*\{[^{}]*\}/gm) ?? [])
    .filter((rule) => !/narrow|wide/.test(rule))
    .join('')
    .replace(/\s+/g, ' ');
  // The light values come first, then the dark ones.
  const variables = style.match(/--[\w-]+: #\w+;/g) ?? [];
  const half = variables.length / 2;
  const used = (from: number) =>
    variables
      .slice(from, from + half)
      .filter((variable) => /--ground/.test(variable) || own.includes(`(${variable.split(':')[0]})`))
      .join('');
  const sheet = `svg{${used(0)}background:var(--ground)}@media(prefers-color-scheme:dark){svg{${used(half)}}}${own}`;
  return `${markup
    .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
    .replace('<title', `<style>${sheet}</style><title`)}\n`;
}
