// SPDX-License-Identifier: GPL-2.0-only
import { availableParallelism } from 'node:os';
import type { Context } from '../../context.ts';
import { hasProgram } from '../programs.ts';
import type { Ran } from '../run.ts';
import { runClean } from '../run-clean.ts';
import type { BuildTarget } from './target.ts';

/** Folder of the objects, in the source's: kbuild then names every file relative to it, so that both can be moved. */
export const OBJECTS = 'build';

/** What a build says of itself (Documentation/kbuild/reproducible-builds.rst). */
const IDENTITY = [
  'KBUILD_BUILD_USER=kpw',
  'KBUILD_BUILD_HOST=kpw',
  'KBUILD_BUILD_TIMESTAMP=@0',
  'KBUILD_BUILD_VERSION=1',
];

/**
 * What PVH enters on x86, and the strings that it compares, run before KASAN has a shadow to look into; the tree does not
 * say so (Documentation/dev-tools/kasan.rst has KASAN_SANITIZE_<file>.o). Means nothing without KASAN.
 */
export const UNCHECKED = ['KASAN_SANITIZE_enlighten.o=n', 'KASAN_SANITIZE_string.o=n'];

/**
 * Runs make on a source folder whose objects lie in `build` below it. ccache stands before the compiler where the host
 * has it: putting a variant's header in and taking it out again then compiles nothing twice.
 *
 * @param tree folder of the source
 */
export async function make(
  tree: string,
  target: BuildTarget,
  words: readonly string[],
  context: Context,
  onLine?: (line: string) => void,
): Promise<Ran> {
  const compiler = `${target.prefix}gcc`;
  const ccache = await hasProgram('ccache', context);
  const variables = ccache
    ? [`CCACHE_DIR=${context.cache.path('ccache')}`, 'CCACHE_MAXSIZE=2G', 'CCACHE_NOHASHDIR=1']
    : [];
  const command = [
    'make',
    `-j${Math.max(2, availableParallelism())}`,
    '--output-sync=target',
    `O=${OBJECTS}`,
    `ARCH=${target.arch}`,
    `CROSS_COMPILE=${target.prefix}`,
    ...(ccache ? [`CC=ccache ${compiler}`] : []),
    ...IDENTITY,
    ...UNCHECKED,
    ...words,
  ];
  return runClean(tree, variables, command, context, onLine ? { onLine } : {});
}
