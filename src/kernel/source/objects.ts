// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { Context } from '../../context.ts';
import { jsonOf } from '../../record.ts';
import { copyFailed } from '../complaint.ts';
import { runProgram } from '../run.ts';

const Listed = z.array(z.string());

/**
 * A source folder with its objects, kept from build to build (`kernel-objects/1/<key>/`, under a lock): a build that was
 * killed goes on where it was, and a variant compiles what its files changed. Nothing in it is a result; what a build
 * came to is copied out (install.ts).
 */
export class ObjectFolder {
  constructor(
    readonly folder: string,
    /** The unchanged source, never written: what is here are links to its files. */
    private readonly source: string,
    private readonly context: Context,
  ) {}

  get tree(): string {
    return join(this.folder, 'tree');
  }

  /** Makes the folder where there is none yet. */
  async open(): Promise<void> {
    if (existsSync(this.tree)) return;
    const temporary = await this.context.cache.temporary();
    const tree = join(temporary, 'tree');
    const { stderr, exitCode } = await runProgram('cp', ['-al', this.source, tree], this.context);
    if (exitCode !== 0) throw copyFailed(stderr, tree);
    await mkdir(this.folder, { recursive: true });
    await rename(tree, this.tree);
    await rm(temporary, { recursive: true, force: true });
  }

  /**
   * Lays texts over the source and takes away those of the last time. A file that says the same keeps its time, and so
   * its objects; the list of what may differ is written first, so that a kill at any point is seen by the next run.
   */
  async lay(overlay: ReadonlyMap<string, string>): Promise<void> {
    const list = join(this.folder, 'overlay.json');
    const listed = Listed.safeParse(jsonOf(await readFile(list, 'utf8').catch(() => '[]')));
    if (!listed.success) {
      // A list that was cut short: what was laid over the source cannot be told any more.
      await rm(this.folder, { recursive: true, force: true });
      await this.open();
    }
    const before = listed.data ?? [];
    const all = [...new Set([...before, ...overlay.keys()])].sort();
    await writeFile(list, JSON.stringify(all));
    for (const path of all) {
      const file = join(this.tree, path);
      const wanted = overlay.get(path) ?? (await textOf(join(this.source, path)));
      if ((await textOf(file)) === wanted) continue;
      // A link to the source, which must not be written into.
      await rm(file, { force: true });
      if (wanted === undefined) continue;
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, wanted, 'latin1');
    }
    await writeFile(list, JSON.stringify([...overlay.keys()].sort()));
  }
}

function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'latin1').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Links a file or folder into another tree. */
export async function linkInto(from: string, to: string, path: string, context: Context): Promise<void> {
  if (!existsSync(join(from, path))) return;
  await mkdir(dirname(join(to, path)), { recursive: true });
  const { stderr, exitCode } = await runProgram('cp', ['-al', join(from, path), join(to, path)], context);
  if (exitCode !== 0) throw copyFailed(stderr, to);
}
