// SPDX-License-Identifier: GPL-2.0-only
// Invariant 5: every patch of every series compiles on its own, on every tree, without a new warning.
import { describe, expect, test } from 'vitest';
import { buildModules, prepareKernel } from '../src/kernel/build.ts';
import type { Composition } from '../src/series/compose.ts';
import { debian, designs, SERIES, testContext } from './support.ts';

/** The tree after each patch of a composition: whole texts of the files that differ from the pristine tree. */
function states({ pristine, patches }: Composition): Map<string, string>[] {
  const texts = new Map<string, string>();
  return patches.map(({ after }) => {
    for (const [path, text] of after) texts.set(path, text);
    return new Map([...texts].filter(([path, text]) => pristine.texts.get(path) !== text));
  });
}

describe.each(SERIES)('on debian:%s', (series) => {
  test('every patch compiles without a new warning', async () => {
    const context = testContext();
    const tree = await debian(series);
    const kernel = await prepareKernel(tree, context);
    const made = await designs(tree);
    const posted = (await designs(tree, ['as-posted'])).variants.slice(0, 1);
    const built: string[] = [];
    for (const { variant, composition } of [...made.variants, ...posted]) {
      for (const [at, edited] of states(composition).entries()) {
        const { warnings, modules } = await buildModules(
          kernel,
          tree,
          edited,
          context,
          `${variant.id} ${at + 1}`,
        );
        expect(warnings, `${variant.id}, patch ${at + 1}`).toEqual([]);
        built.push(`${variant.id} ${at + 1}: ${modules.map(({ name }) => name).join(' ')}`);
      }
    }
    const modules = series === '5.10' ? 'vfio_pci' : 'vfio_pci_core vfio_pci';
    const patches = made.prerequisite.patches.length + 1;
    expect(built).toEqual(
      [...made.variants, ...posted].flatMap(({ variant }) =>
        Array.from({ length: patches }, (_, at) => `${variant.id} ${at + 1}: ${modules}`),
      ),
    );
  }, 900_000);
});
