// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { MachinePlace } from '../guest/machines.ts';
import { loadOwn, type Package } from './topics.ts';

/**
 * The machines in folders called `machines`: of homes, and of topics for that topic alone.
 *
 * @param folders homes and topics' folders
 */
export async function ownMachines(folders: readonly string[], { api }: Package): Promise<MachinePlace[]> {
  const found = await Promise.all(
    [...new Set(folders)].map(async (folder) => {
      const names = await readdir(join(folder, 'machines')).catch(() => []);
      return names
        .filter((name) => name.endsWith('.ts') && !/\.(test|d)\.ts$/.test(name))
        .map((name) => join(folder, 'machines', name));
    }),
  );
  return found.flat().map((file) => ({
    name: basename(file, '.ts'),
    file,
    load: async () => (await loadOwn(file, api)).exports as { default?: unknown },
  }));
}
