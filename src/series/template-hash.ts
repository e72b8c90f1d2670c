// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** What a topic says of its patches, and to whom, is not what makes them; nor what new variants begin from. */
const REPORTING: ReadonlySet<string> = new Set([
  'index.ts',
  'contract.ts',
  'rows.ts',
  'skeleton.ts',
  'subsystem.ts',
]);

/**
 * SHA-256 over the sources that make a variant's patches: its own file, the folder of its name (with the patches that it
 * may be given as), and what the topic shares (layout, prerequisite). Other variants' files and the list of them do not count, or touching one would make
 * all look changed.
 *
 * @param folder the topic's folder, `templates/<topic>`
 */
export async function templateHash(folder: string, variant: string | undefined): Promise<string> {
  const own = [`variants/${variant}.ts`, `variants/${variant}/`];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    // Beside its file a variant may have the patches that it is given as.
    .filter((path) => path.endsWith('.ts') || path.startsWith(`variants/${variant}/`))
    .filter((path) => !path.endsWith('.test.ts'))
    .filter((path) => !REPORTING.has(path))
    .filter((path) => !/^(machines|tests|page)\//.test(path))
    .filter((path) => !path.startsWith('variants/') || own.some((start) => path.startsWith(start)))
    .sort();
  const hash = createHash('sha256');
  for (const path of paths) hash.update(`${path}\0`).update(await readFile(join(folder, path)));
  return hash.digest('hex');
}
