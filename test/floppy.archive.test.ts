// SPDX-License-Identifier: GPL-2.0-only
// Nothing of vfio: another driver, in a folder of many, of another flavour, with devices that are not of PCI.
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runDesigns } from '../src/evidence/run.ts';
import { moduleInfoOf } from '../src/kernel/build/modinfo.ts';
import { problemsOf } from '../src/kernel/build/verify-module.ts';
import { buildModules, prepareKernel } from '../src/kernel/build.ts';
import { withFiles } from '../src/kernel/debian/with-files.ts';
import type { Tree } from '../src/kernel/tree.ts';
import { comparison } from '../src/report/comparison.ts';
import { compose } from '../src/series/generate.ts';
import { x86Floppy } from './floppy/machine.ts';
import { floppyOpen } from './floppy/topic.ts';
import { debian, temporaryFolder, testContext } from './support.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

async function treeOf(series: string): Promise<Tree> {
  return withFiles(await debian(series), floppyOpen.reads, testContext());
}

/** A checkout with the test's own programs. */
async function project(): Promise<string> {
  const folder = await temporaryFolder();
  for (const name of ['kernel-tests', 'templates']) await mkdir(join(folder, name));
  for (const name of ['init', 'coverage', 'child'])
    await symlink(join(PROJECT, 'kernel-tests', name), join(folder, 'kernel-tests', name));
  for (const name of ['kernel-tests/floppy', 'templates/floppy-open'])
    await symlink(join(PROJECT, 'test/floppy'), join(folder, name));
  return folder;
}

const choices = floppyOpen.variants.map((variant) => ({ variant, parameters: {} }));

describe.each(['6.1', '7.2'])('on debian:%s', (series) => {
  test('a design of another driver is built, swapped and seen in a guest', async () => {
    const designs = await compose(floppyOpen, await treeOf(series), choices);
    const out = await temporaryFolder();
    const request = { designs, machine: x86Floppy, out, project: await project(), again: true };
    const { evidence } = await runDesigns(request, testContext());
    const table = comparison(evidence, floppyOpen.rows);
    const line = table.lines.find(({ label }) => label === 'open without a disk');
    expect({
      columns: table.columns,
      seen: line?.values.map(({ text }) => text),
      verdicts: evidence.cells.map(({ verdict, failure }) => failure?.detail ?? verdict),
      flavour: /(?:cloud-)?amd64$/.exec(evidence.kernel.release)?.[0],
    }).toEqual({
      columns: ['baseline', 'ignored'],
      seen: ['ok', 'ENXIO'],
      verdicts: ['PASS', 'PASS'],
      flavour: 'amd64',
    });
  });
});

const AMD64 = { architecture: 'x86_64', flavours: ['amd64'] } as const;

test('modules of several folders are built together, each from its own', async () => {
  const [tree, context] = [await treeOf('6.1'), testContext()];
  const kernel = await prepareKernel(tree, AMD64, { roots: ['floppy', 'cdrom'] }, context);
  expect(kernel.shipped.map(({ name, folder }) => [name, folder])).toEqual([
    ['floppy', 'drivers/block'],
    ['cdrom', 'drivers/cdrom'],
  ]);
  const path = 'drivers/cdrom/cdrom.c';
  const text = (await (await withFiles(tree, [path], context)).read(path)) ?? '';
  const word = 'a word of the test';
  const edited = new Map([[path, `${text}MODULE_INFO(lamp, "${word}");\n`]]);
  const { modules } = await buildModules(kernel, tree, edited, context, 'cdrom');
  const files = await Promise.all(modules.map(({ path }) => readFile(path)));
  expect(files.map((file) => moduleInfoOf(file)?.name)).toEqual(['floppy', 'cdrom']);
  expect(files.map((file) => file.includes(word))).toEqual([false, true]);
  for (const [at, file] of files.entries())
    expect(problemsOf(file, await readFile(kernel.shipped[at]?.path ?? ''))).toEqual([]);
});

test('a design of another module of the same folder is told, and so is a module that no kernel has', async () => {
  const [tree, context] = [await treeOf('6.1'), testContext()];
  const kernel = await prepareKernel(tree, AMD64, floppyOpen.subsystem.modules, context);
  const edited = new Map([['drivers/block/loop.c', '/* a lamp */\n']]);
  await expect(buildModules(kernel, tree, edited, context, 'lamp')).rejects.toMatchObject({
    code: 'NOT_REPLACED',
    title: expect.stringMatching(
      /^lamp changes the module loop of the kernel \S+, which the run does not replace/,
    ),
  });
  const prepare = (name: string) => prepareKernel(tree, AMD64, { roots: [name] }, context);
  const said = async (name: string) => prepare(name).then(String, ({ code, title }) => `${code} ${title}`);
  const release = kernel.release;
  expect([await said('flopy'), await said('serial8250'), await said('8250')]).toEqual([
    `MODULE_MISSING the kernel ${release} has no module flopy`,
    `MODULE_MISSING the kernel ${release} has no module serial8250`,
    `MODULE_MISSING 8250 is built into the kernel ${release}, where it cannot be replaced`,
  ]);
  await expect(prepare('flopy')).rejects.toMatchObject({ hint: expect.stringContaining('floppy') });
});

test('files that a Debian tree does not keep are read, listed and exported', async () => {
  const tree = await withFiles(await debian('6.12'), ['drivers/cdrom', 'fs/no-such-file.c'], testContext());
  expect(await tree.list('drivers/cdrom')).toEqual(
    expect.arrayContaining(['drivers/cdrom/Makefile', 'drivers/cdrom/cdrom.c']),
  );
  expect(await tree.read('drivers/cdrom/cdrom.c')).toContain('register_cdrom');
  expect(await tree.read('fs/no-such-file.c')).toBeUndefined();
  const into = await temporaryFolder();
  await tree.export(['drivers/cdrom', 'Makefile'], into);
  expect(await readFile(join(into, 'drivers/cdrom/cdrom.c'), 'latin1')).toBe(
    await tree.read('drivers/cdrom/cdrom.c'),
  );
  expect((await readdir(into)).sort()).toEqual(['Makefile', 'drivers']);
});
