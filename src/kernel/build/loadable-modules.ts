// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import * as z from 'zod';
import type { Context } from '../../context.ts';
import { readRecord } from '../../record.ts';
import { type BuiltModule, Module, type PlainKernel } from './kernel.ts';
import { extractLoadable } from './module-set.ts';

const Loadable = z.object({ modules: z.array(Module) });

/**
 * Modules of a kernel with all that they need, in load order, unpacked into the cache (`module-sets/loadable-<hash>`).
 * Those that the kernel has not, or has built in, are left out.
 *
 * @param names as /proc/modules has them
 */
export async function loadableModules(
  kernel: PlainKernel,
  names: readonly string[],
  context: Context,
): Promise<BuiltModule[]> {
  if (names.length === 0) return [];
  const sorted = [...new Set(names)].sort();
  const key = createHash('sha256')
    .update(JSON.stringify([kernel.release, kernel.version, sorted]))
    .digest('hex');
  const folder = await context.cache.entry(
    `module-sets/loadable-${key.slice(0, 20)}`,
    async (into) => {
      const modules = await extractLoadable(kernel.modules, sorted, join(into, 'ko'), context);
      const told = modules.map(({ name, path }) => ({ name, path: relative(into, path) }));
      await writeFile(join(into, 'set.json'), JSON.stringify({ modules: told }));
    },
    { signal: context.signal },
  );
  const { modules } = await readRecord(context.cache, join(folder, 'set.json'), Loadable);
  return modules.map(({ name, path }) => ({ name, path: join(folder, path) }));
}
