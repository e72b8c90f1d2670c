// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { ARCHITECTURE } from '../architecture.ts';
import { hostComplaint } from '../complaint.ts';
import { runProgram, tail } from '../run.ts';
import { BuildFailed } from './build-failed.ts';
import { findCompiler, writeCompiler } from './compiler.ts';
import { requireBuildPrograms } from './host-programs.ts';
import type { Kernel } from './kernel.ts';
import { makeModules } from './make-modules.ts';

/** What of a helper's folder its module is made of, and its users include. */
const SOURCE = /^Kbuild$|\.[ch]$/;

/**
 * A module of our own, built for a kernel (`helpers/1/<key>/`), and with it the folder that it was made from.
 *
 * @param folder has a Kbuild file that makes one module, and its sources
 * @returns folder of the cache with `<name>.ko`, `Module.symvers` and the sources; and its key
 * @throws BuildFailed; HostLacks without a compiler or another program
 */
export async function buildHelper(
  kernel: Kernel,
  folder: string,
  name: string,
  context: Context,
): Promise<{ folder: string; key: string }> {
  const compiler = await findCompiler(await readFile(kernel.config, 'latin1'), kernel.architecture, context);
  const sources = (await readdir(folder)).filter((file) => SOURCE.test(file)).sort();
  const hash = createHash('sha256').update(JSON.stringify([kernel.release, kernel.version, compiler]));
  for (const file of sources) hash.update(`\0${file}\0`).update(await readFile(join(folder, file)));
  const key = hash.digest('hex').slice(0, 20);
  const fill = async (into: string) => {
    await requireBuildPrograms(context);
    const work = await context.cache.temporary();
    try {
      await mkdir(join(work, name));
      for (const file of sources) {
        await copyFile(join(folder, file), join(work, name, file));
        await copyFile(join(folder, file), join(into, file));
      }
      const cc = await writeCompiler(compiler, join(work, 'cc'));
      const made = await makeModules(kernel, work, name, cc, context);
      if (!made.succeeded) throw helperFailed(kernel, name, made.detail);
      await copyFile(join(work, name, 'Module.symvers'), join(into, 'Module.symvers'));
      const strip = `${ARCHITECTURE[kernel.architecture].prefix}strip`;
      const words = ['--strip-debug', '-o', join(into, `${name}.ko`), join(work, name, `${name}.ko`)];
      const { stderr, exitCode } = await runProgram(strip, words, context);
      if (exitCode !== 0) throw hostComplaint(stderr, into) ?? helperFailed(kernel, name, tail(stderr));
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  };
  return { folder: await context.cache.entry(`helpers/1/${key}`, fill, { signal: context.signal }), key };
}

function helperFailed({ release }: Kernel, name: string, detail: string): BuildFailed {
  return new BuildFailed(
    {
      title: `the module ${name} does not compile for ${release}`,
      where: 'kernel-tests/coverage',
      detail,
      hint: 'Run without --coverage; the module uses an interface that this kernel does not have.',
    },
    name,
  );
}
