// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { vfio } from '../../../subsystems/vfio/index.ts';
import { Cache, defaultCacheRoot } from '../../cache.ts';
import {
  BuildFailed,
  baseModules,
  buildModules,
  type Kernel,
  type ModuleBuild,
  prepareKernel,
  shippedModules,
} from '../build.ts';
import { openTree } from '../open.ts';
import { testContext } from '../testing/context.ts';
import { PC } from '../testing/platform.ts';
import type { Tree } from '../tree.ts';
import { elfSection } from './elf.ts';
import { moduleInfoOf } from './modinfo.ts';
import { problemsOf } from './verify-module.ts';

/** The ordinary cache, so that a warm run costs little; what a test must see built carries a word of its own. */
const cache = new Cache(defaultCacheRoot());
const CORE = 'drivers/vfio/pci/vfio_pci_core.c';
const HEADER = 'include/linux/vfio_pci_core.h';
let tree: Tree;
let kernel: Kernel;

async function contextOf() {
  return { ...(await testContext()), cache };
}

/** Removes modules that no later run will ask for. */
function forget(built?: ModuleBuild): void {
  const path = built?.modules[0]?.path;
  if (path) onTestFinished(() => rm(dirname(path), { recursive: true }));
}

async function textOf(path: string): Promise<string> {
  return (await tree.read(path)) ?? '';
}

beforeAll(async () => {
  const { signal } = new AbortController();
  const context = { cache, signal, report: () => undefined };
  tree = await openTree('debian:6.1', context);
  kernel = await prepareKernel(tree, PC, vfio.modules, context);
});

test('the prepared kernel is the tree’s own, and has what a boot needs', async () => {
  expect(kernel.version).toBe((tree.base as { version: string }).version);
  const image = await readFile(kernel.image);
  expect(image.toString('latin1')).toContain(`Linux version ${kernel.release}`);
  const loaded = [...baseModules(kernel), ...shippedModules(kernel)];
  expect(loaded.map(({ name }) => name)).toEqual([
    'vfio',
    'vfio_iommu_type1',
    'vfio_virqfd',
    'irqbypass',
    'vfio_pci_core',
    'vfio_pci',
  ]);
  for (const { name, path } of loaded) expect(moduleInfoOf(await readFile(path))?.name).toBe(name);
});

test('the unchanged tree gives modules that fit the kernel, without debug information', async () => {
  const built = await buildModules(kernel, tree, new Map(), await contextOf(), 'unchanged');
  expect(built.modules.map(({ name }) => name)).toEqual(['vfio_pci_core', 'vfio_pci']);
  for (const [index, { path }] of built.modules.entries()) {
    const module = await readFile(path);
    expect(problemsOf(module, await readFile(kernel.shipped[index]?.path ?? ''))).toEqual([]);
    expect(elfSection(module, '.debug_info')).toBeUndefined();
  }
});

test('an edited driver and an edited header are compiled together, and only once', async () => {
  const edited = new Map([
    [
      HEADER,
      (await textOf(HEADER)).replace(/(struct vfio_pci_core_device \{.*?)(\n\};)/s, '$1\n\tbool kpw;$2'),
    ],
    [
      CORE,
      `${await textOf(CORE)}\nMODULE_INFO(kpw, "edited");\nstatic bool kpw_unused(struct vfio_pci_core_device *vdev)\n{\n\treturn vdev->kpw;\n}\n`,
    ],
  ]);
  const built = await buildModules(kernel, tree, edited, await contextOf(), 'edited');
  const core = await readFile(built.modules[0]?.path ?? '');
  expect(elfSection(core, '.modinfo')?.toString()).toContain('kpw=edited');
  expect(built.warnings).toEqual([
    {
      file: CORE,
      line: (await textOf(CORE)).split('\n').length + 2,
      column: 13,
      level: 'warning',
      text: "'kpw_unused' defined but not used [-Wunused-function]",
    },
  ]);
  const again = await buildModules(kernel, tree, edited, await contextOf(), 'edited');
  expect([again.cached, again.modules]).toEqual([true, built.modules]);
});

test('a module that does not compile fails with the compiler’s message at the tree’s own line', async () => {
  const text = await textOf(CORE);
  const line = text.split('\n').length;
  const edited = new Map([[CORE, `${text}int kpw_broken = nowhere;\n`]]);
  const failure = await buildModules(kernel, tree, edited, await contextOf(), 'broken').catch(
    (error) => error,
  );
  expect(failure).toBeInstanceOf(BuildFailed);
  expect(failure).toMatchObject({
    code: 'BUILD_FAILED',
    cell: 'broken',
    title: "broken does not compile: 'nowhere' undeclared here (not in a function)",
    where: `debian-6.1: ${CORE}:${line}`,
    messages: [{ file: CORE, line, column: 18, level: 'error' }],
  });
  expect(failure.detail).not.toContain(cache.root);
});

test('a symbol that nobody has is the linker’s failure', async () => {
  const edited = new Map([
    [
      CORE,
      `${await textOf(CORE)}void kpw_nowhere(void);\nvoid kpw_call(void);\nvoid kpw_call(void)\n{\n\tkpw_nowhere();\n}\n`,
    ],
  ]);
  await expect(buildModules(kernel, tree, edited, await contextOf(), 'unlinked')).rejects.toMatchObject({
    title: 'unlinked does not link',
    detail: 'ERROR: modpost: "kpw_nowhere" [drivers/vfio/pci/vfio-pci-core.ko] undefined!',
    messages: [],
  });
});

test('a design that needs another kernel is refused before anything is built', async () => {
  const edited = new Map([['drivers/vfio/vfio_main.c', 'int x;\n']]);
  await expect(buildModules(kernel, tree, edited, await contextOf(), 'core')).rejects.toMatchObject({
    code: 'NOT_REPLACED',
    title: expect.stringMatching(
      /^core changes the module vfio of the kernel \S+, which the run does not replace/,
    ),
  });
});

test('an interrupted build leaves nothing that looks whole', async () => {
  const context = await contextOf();
  const edited = new Map([[CORE, `${await textOf(CORE)}/* interrupted ${Date.now()} */\n`]]);
  setTimeout(() => context.abort.abort(new Error('Ctrl-C')), 700);
  await expect(buildModules(kernel, tree, edited, context, 'interrupted')).rejects.toThrow('Ctrl-C');
  const left = await readdir(cache.path('tmp'));
  expect(left.filter((name) => name.startsWith(`${process.pid}-`))).toEqual([]);
  const again = await buildModules(kernel, tree, edited, await contextOf(), 'interrupted');
  forget(again);
  expect(again.cached).toBe(false);
});

test('two runs at once make the same modules once', async () => {
  const edited = new Map([[CORE, `${await textOf(CORE)}/* twice ${Date.now()} */\n`]]);
  const contexts = [await contextOf(), await contextOf()];
  const [one, two] = await Promise.all(
    contexts.map((context) => buildModules(kernel, tree, edited, context, 'twice')),
  );
  forget(one);
  expect(one?.modules).toEqual(two?.modules);
  expect((await stat(one?.modules[0]?.path ?? '')).size).toBeGreaterThan(10_000);
  expect(contexts.flatMap(({ said }) => said).filter((text) => text.includes('waiting'))).toHaveLength(1);
});
