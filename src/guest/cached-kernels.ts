// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { KernelRecord, kernelAt } from '../kernel/build/kernel.ts';
import { jsonOf } from '../record.ts';
import { type Machine, missingConfigs } from './machine.ts';

/** A kernel in the cache that a machine can boot. */
export interface CachedKernel {
  readonly way: 'prebuilt' | 'source';
  /** `uname -r`. */
  readonly release: string;
}

/** Kernels that are ready for a machine, by release: of its architecture, with all that it needs of their configuration. */
export async function cachedKernels(
  machine: Machine,
  context: Pick<Context, 'cache'>,
): Promise<CachedKernel[]> {
  const found = new Map<string, CachedKernel>();
  for (const place of ['kernels/2', 'source-kernels/1']) {
    for (const name of await readdir(context.cache.path(place)).catch(() => [])) {
      const kernel = await kernelIn(context.cache.path(place, name));
      if (kernel?.architecture !== machine.architecture) continue;
      if (
        kernel.way === 'prebuilt' &&
        !machine.kernel.prebuilt?.some((flavour) => name.endsWith(`_${flavour}`))
      )
        continue;
      const config = await readFile(kernel.config, 'latin1').catch(() => '');
      if (missingConfigs(machine, config).length > 0) continue;
      found.set(kernel.release, { way: kernel.way, release: kernel.release });
    }
  }
  return [...found.values()].sort((a, b) => a.release.localeCompare(b.release, 'en', { numeric: true }));
}

async function kernelIn(folder: string) {
  const text = await readFile(join(folder, 'kernel.json'), 'utf8').catch(() => 'null');
  const record = KernelRecord.safeParse(jsonOf(text));
  return record.success ? kernelAt(folder, record.data) : undefined;
}
