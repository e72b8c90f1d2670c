// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { Cache, defaultCacheRoot } from '../src/cache.ts';
import { accelerated } from '../src/cli/accel.ts';
import type { ArchitectureId } from '../src/compile/architectures.ts';
import type { Context } from '../src/context.ts';
import { openTree } from '../src/kernel/open.ts';
import type { Tree } from '../src/kernel/tree.ts';
import { compose, type Designs } from '../src/series/generate.ts';
import { parameters } from '../src/series/parameters.ts';
import { msixMmap } from '../templates/msix-mmap/index.ts';

/** The series of the Debian archive that every design is tried on. */
export const SERIES = ['5.10', '6.1', '6.12', '7.2'] as const;

/**
 * Whether all is tested: `npm run test:all` asks for it. A plain `npm test` takes a part of what is many times alike (a
 * compiler on four trees, a hundred mistakes in guests), so that it ends while somebody waits.
 */
export const ALL = process.env.KPW_TESTS === 'all';

/**
 * What patches are compiled for in the tests: everything on the oldest tree and the newest, whose shapes the two between
 * share. To prepare a tree takes half a minute for each architecture; kpw check --compile does all of it.
 */
export function architecturesOn(series: string): readonly ArchitectureId[] {
  return ['5.10', '7.2'].includes(series) ? ['x86-64', 'arm64', 'ppc64le'] : ['x86-64'];
}

/** A context on the ordinary cache, shared with the program: a warm cache makes the tests cheap. */
export function testContext(signal: AbortSignal = new AbortController().signal): Context {
  const context = { cache: new Cache(defaultCacheRoot()), signal, report: () => undefined };
  // As the program, so that a whole suite can be run without KVM.
  return accelerated({}, context);
}

export function debian(series: string): Promise<Tree> {
  return openTree(`debian:${series}`, testContext());
}

/** All variants, with the given settings where they have them. */
export function allVariants(settings: readonly string[] = []) {
  return msixMmap.variants.map((variant) => ({
    variant,
    parameters: parameters(
      variant,
      settings.filter((setting) => Object.hasOwn(variant.parameters ?? {}, setting.split('=')[0] ?? '')),
    ),
  }));
}

export async function designs(tree: Tree, settings: readonly string[] = []): Promise<Designs> {
  return compose(msixMmap, tree, allVariants(settings));
}

/** A folder that is gone when the file's tests are done. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kpw-test-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Such a folder with files in it: latin1 texts by their paths. */
export async function filesOnDisk(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text, 'latin1');
  }
  return folder;
}
