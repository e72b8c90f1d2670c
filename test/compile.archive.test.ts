// SPDX-License-Identifier: GPL-2.0-only
// Invariant 5: every patch of every series compiles on its own, on every tree, without a new warning.
import { describe, expect, test } from 'vitest';
import { compileDesign } from '../src/compile/steps.ts';
import { buildModules, prepareKernel } from '../src/kernel/build.ts';
import { NeedsSource } from '../src/kernel/failures.ts';
import { PC } from '../src/kernel/testing/platform.ts';
import type { Composition } from '../src/series/compose.ts';
import { vfio } from '../subsystems/vfio/index.ts';
import { ALL, architecturesOn, debian, designs, SERIES, testContext } from './support.ts';

/** The tree after each patch of a composition: whole texts of the files that differ from the pristine tree. */
function states({ pristine, patches }: Composition): Map<string, string>[] {
  const texts = new Map<string, string>();
  return patches.map(({ after }) => {
    for (const [path, text] of after) texts.set(path, text);
    return new Map([...texts].filter(([path, text]) => pristine.texts.get(path) !== text));
  });
}

describe.each(ALL ? SERIES : (['7.2'] as const))('on debian:%s', (series) => {
  test('every patch of what a prebuilt kernel can show compiles without a new warning', async () => {
    const context = testContext();
    const tree = await debian(series);
    const kernel = await prepareKernel(tree, PC, vfio.modules, context);
    const made = await designs(tree);
    const settings = ['as-posted', 'via=feature'];
    const set = await Promise.all(settings.map((one) => designs(tree, [one])));
    const all = [...made.variants, ...set.flatMap(({ variants }) => variants.slice(0, 1))];
    const built: string[] = [];
    // All series begin with the same patches, and what is in tools/ is no part of a module.
    const known = new Map<string, Awaited<ReturnType<typeof buildModules>> | NeedsSource>();
    for (const { variant, composition } of all) {
      for (const [at, edited] of states(composition).entries()) {
        const name = `${variant.id} ${at + 1}`;
        const state = JSON.stringify([...edited].filter(([path]) => !path.startsWith('tools/')));
        const build =
          known.get(state) ?? (await buildModules(kernel, tree, edited, context, name).catch(needs));
        known.set(state, build);
        expect(build instanceof NeedsSource ? [] : build.warnings, name).toEqual([]);
        built.push(
          build instanceof NeedsSource
            ? `${name}: source`
            : `${name}: ${build.modules.map(({ name: module }) => module).join(' ')}`,
        );
      }
    }
    const modules = series === '5.10' ? 'vfio_pci' : 'vfio_pci_core vfio_pci';
    const group = made.variants.find(({ variant }) => variant.id === 'iommu-group-flag');
    const builtIn = [
      'pci-bus-flag',
      ...(group?.composition.layout.iommu.knowsIsolation ? [] : ['iommu-group-flag']),
    ];
    const before = made.prerequisite.patches.length;
    // Files of another architecture than the guest's are not in the way.
    const needsSource = ({ patches }: Composition, at: number) =>
      patches
        .slice(before, at + 1)
        .some(({ after }) => [...after.keys()].some((path) => !/vfio|^arch\/powerpc/.test(path)));
    expect(built).toEqual(
      all.flatMap(({ variant, composition }) =>
        composition.patches.map(
          (_, at) =>
            `${variant.id} ${at + 1}: ${builtIn.includes(variant.id) && needsSource(composition, at) ? 'source' : modules}`,
        ),
      ),
    );
  });

  test('every patch of what is built into the kernel compiles, on the oldest and the newest tree for three architectures', async () => {
    const tree = await debian(series);
    const wide = (await designs(tree)).variants.filter(({ composition }) =>
      composition.patches.some(({ after }) => [...after.keys()].some((path) => !/vfio/.test(path))),
    );
    expect(wide.map(({ variant }) => variant.id)).toEqual(['iommu-group-flag', 'pci-bus-flag']);
    const options = { architectures: architecturesOn(series) };
    for (const { variant, composition } of wide) {
      const findings = await compileDesign(composition, tree, testContext(), options);
      expect(findings.filter(isTold), variant.id).toEqual([]);
    }
  });
});

function needs(error: unknown): NeedsSource {
  if (error instanceof NeedsSource) return error;
  throw error;
}

/** A sparse that is older than the tree is the host's affair, and a powerpc file is of no use to x86-64. */
function isTold({ rule, message }: { rule: string; message: string }): boolean {
  return !(rule === 'compile-skipped' && /^sparse |powerpc|a program beside the kernel/.test(message));
}
