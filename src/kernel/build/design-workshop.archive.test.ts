// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { vfio } from '../../../subsystems/vfio/index.ts';
import { Cache, defaultCacheRoot } from '../../cache.ts';
import type { Context } from '../../context.ts';
import { openTree } from '../open.ts';
import { PC } from '../testing/platform.ts';
import type { Tree } from '../tree.ts';
import { buildModules } from './build-modules.ts';
import { DesignWorkshop } from './design-workshop.ts';
import type { BuiltModule, Kernel } from './kernel.ts';
import { moduleCode } from './module-code.ts';
import { prepareKernel } from './prepare-kernel.ts';

const DRIVER = 'drivers/vfio/pci/vfio_pci_core.c';
const HEADER = 'include/linux/vfio_pci_core.h';
const context: Context = {
  cache: new Cache(defaultCacheRoot()),
  signal: new AbortController().signal,
  report: () => undefined,
};
let tree: Tree;
let kernel: Kernel;
let workshop: DesignWorkshop;

beforeAll(async () => {
  tree = await openTree('debian:6.1', context);
  kernel = await prepareKernel(tree, PC, vfio.modules, context);
  workshop = await DesignWorkshop.open(kernel, tree, context);
}, 600_000);
afterAll(() => workshop?.close());

/** A file with a text in place of another. */
async function edit(path: string, from: string, to: string): Promise<[string, string]> {
  const text = (await tree.read(path)) ?? '';
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  return [path, text.replace(from, () => to)];
}

const codes = (modules: readonly BuiltModule[]) =>
  Promise.all(modules.map(async ({ name, path }) => `${name} ${moduleCode(await readFile(path))}`));

/** How it was made, and whether it does what a build from scratch does. */
async function made(...edits: [string, string][]): Promise<[way: string, same: boolean]> {
  const edited = new Map(edits);
  const { modules, way } = await workshop.make(edited, 'mine');
  const scratch = await buildModules(kernel, tree, edited, context, 'mine');
  expect(modules.map(({ name }) => name)).toEqual(scratch.modules.map(({ name }) => name));
  return [way, JSON.stringify(await codes(modules)) === JSON.stringify(await codes(scratch.modules))];
}

test('what is edited one after another is what a build from scratch makes of it', async () => {
  const minor = await edit(DRIVER, 'return -EINVAL;', 'return -ENOTTY;');
  expect(await made(minor)).toEqual(['recorded', true]);
  // All that include it.
  const shift = await edit(HEADER, 'VFIO_PCI_OFFSET_SHIFT   40', 'VFIO_PCI_OFFSET_SHIFT   41');
  expect(await made(minor, shift)).toEqual(['recorded', true]);
  expect(await made(minor)).toEqual(['recorded', true]);
  // A symbol of the kernel's that the module did not take before, and so has no version of.
  const stack = await edit(DRIVER, 'return -EINVAL;', '{ dump_stack(); return -EINVAL; }');
  expect(await made(stack)).toEqual(['make', true]);
  expect(await made()).toEqual(['recorded', true]);
}, 600_000);

test('C that does not compile is told with its line, and what comes after it is sound', async () => {
  const wrong = await edit(DRIVER, 'return -EINVAL;', 'return -NO_SUCH_ERROR;');
  const failure = workshop.make(new Map([wrong]), 'mine');
  await expect(failure).rejects.toMatchObject({
    code: 'BUILD_FAILED',
    title: expect.stringMatching(/^mine does not compile: .NO_SUCH_ERROR. undeclared/),
    where: expect.stringMatching(/drivers\/vfio\/pci\/vfio_pci_core.c:\d+$/),
  });
  // The same text again is no better for having been there.
  await expect(workshop.make(new Map([wrong]), 'mine')).rejects.toMatchObject({ code: 'BUILD_FAILED' });
  expect(await made(await edit(DRIVER, 'return -EINVAL;', 'return -EPERM;'))).toEqual(['recorded', true]);
}, 600_000);

test('a warning stays with its file until that is compiled without it', async () => {
  const careless = await edit(DRIVER, 'return -EINVAL;', '{ int unused; return -EINVAL; }');
  const told = async (edits: [string, string][]) =>
    (await workshop.make(new Map(edits), 'mine')).warnings.map(({ text }) => text);
  const [warning] = await told([careless]);
  expect(warning).toMatch(/unused variable/);
  const other = await edit('drivers/vfio/pci/vfio_pci_config.c', 'return -EFAULT;', 'return -EINVAL;');
  expect(await told([careless, other])).toEqual([warning]);
  expect(await told([other])).toEqual([]);
}, 600_000);

test('built-in code is no matter of modules', async () => {
  const [path, text] = await edit(
    'drivers/vfio/vfio.h',
    '#define __VFIO_VFIO_H__',
    '#define __VFIO_VFIO_H__ 1',
  );
  await expect(workshop.make(new Map([[path, text]]), 'mine')).rejects.toMatchObject({
    code: 'NEEDS_SOURCE',
  });
}, 600_000);
