// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { Context } from '../../context.ts';
import type { Kernel } from '../../kernel/build.ts';
import type { Tree } from '../../kernel/tree.ts';
import type { KernelNeeds } from '../kernels.ts';
import type { Applied } from './between.ts';
import { type BuildRequest, builtCells } from './built.ts';
import type { ComparedDesign, TouchedPart } from './schema.ts';

const KERNEL = { release: '6.1.0', shipped: [] } as unknown as Kernel;
const FILE = 'drivers/lamp/main.c';

/** The cells of one design that changes one file, where no module is to be swapped. */
async function cells(part: TouchedPart['part'], way: 'prebuilt' | 'source' = 'prebuilt') {
  const files = [{ path: FILE, part, modules: [], why: 'CONFIG_LAMP is not set' }];
  const needs = { modules: [], source: part === 'built-in' ? [FILE] : [], undetermined: [], files };
  const request = {
    designs: [{ name: 'lamp', needs } as unknown as ComparedDesign],
    applied: [{ name: 'lamp', ends: { before: new Map(), after: new Map() } } as unknown as Applied],
    ways: new Map(),
    below: new Map(),
    tree: { label: 'linux' } as Tree,
    choice: { way },
  } satisfies BuildRequest;
  const all = await builtCells(request, KERNEL, {} as KernelNeeds, {} as Context);
  return all.map(({ name, failure }) => [name, failure?.code, failure?.title]);
}

test('code that the kernel leaves out is no silent pass: no guest would show it', async () => {
  expect(await cells('off')).toEqual([
    ['baseline', undefined, undefined],
    ['lamp', 'NOT_REPLACED', 'the kernel 6.1.0 has nothing of what lamp changes: drivers/lamp/main.c'],
  ]);
});

test('built-in code needs a kernel from source, and documents need nothing', async () => {
  expect((await cells('built-in'))[1]?.[1]).toBe('NEEDS_SOURCE');
  expect((await cells('beside'))[1]?.[1]).toBe(undefined);
});
