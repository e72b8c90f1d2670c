// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Context } from '../../context.ts';
import { readRecord } from '../../record.ts';
import type { ModuleSwap } from '../../subsystem.ts';
import { type BuiltModule, type Kernel, type PlainKernel, SetRecord } from './kernel.ts';
import { extractModules } from './module-set.ts';

/**
 * A kernel with the modules that cells replace, and those that these need, unpacked into the cache
 * (`module-sets/1/<key>/`): once for each kernel and each set of names.
 *
 * @throws ModuleMissing when the kernel has no module of one of the names; HostLacks without a decompressor
 */
export async function swapModules(kernel: PlainKernel, swap: ModuleSwap, context: Context): Promise<Kernel> {
  const { roots, further = [], headers = {} } = swap;
  const key = createHash('sha256')
    .update(JSON.stringify([kernel.release, kernel.version, roots, further]))
    .digest('hex')
    .slice(0, 20);
  const fill = async (into: string) => {
    const set = await extractModules(kernel.modules, swap, join(into, 'modules'), context);
    const placed = <T extends BuiltModule>(module: T) => ({ ...module, path: relative(into, module.path) });
    const record: SetRecord = { ...set, base: set.base.map(placed), shipped: set.shipped.map(placed) };
    await writeFile(join(into, 'set.json'), `${JSON.stringify(record, null, 2)}\n`);
  };
  const folder = await context.cache.entry(`module-sets/1/${key}`, fill, { signal: context.signal });
  const { vermagic, base, shipped } = await readRecord(context.cache, join(folder, 'set.json'), SetRecord);
  const at = <T extends { path: string }>(module: T): T => ({ ...module, path: join(folder, module.path) });
  return {
    ...{ ...kernel, vermagic, base: base.map(at), shipped: shipped.map(at), swapHeaders: headers },
    ...(swap.switches ? { switches: swap.switches } : {}),
  };
}
