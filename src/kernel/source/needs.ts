// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import { HostLacks } from '../failures.ts';
import { hostLacks, KBUILD_PROGRAMS, missingPrograms, programVersion } from '../programs.ts';
import { runProgram } from '../run.ts';
import type { BuildTarget } from './target.ts';

/** What a kernel build calls beside what configuring it does. */
const PROGRAMS = { ...KBUILD_PROGRAMS, ld: 'binutils', perl: 'perl', lz4: 'lz4' };

/**
 * What the host must have, asked before anything is downloaded or built, all that is missing in one message.
 *
 * @returns the first line of the compiler's --version
 * @throws HostLacks with the apt-get line
 */
export async function requireForKernel(target: BuildTarget, context: Context): Promise<string> {
  const missing = await missingPrograms(PROGRAMS, context);
  const compiler = await programVersion(`${target.prefix}gcc`, context);
  if (compiler === undefined)
    missing.push({
      what: `compiler for ${target.machine} (${target.prefix}gcc)`,
      packages: [target.compiler],
    });
  // objtool, which x86-64 cannot be built without since v6.0 (HAVE_STATIC_CALL_INLINE), is linked with it.
  if (target.machine === 'x86_64' && !(await hasHeader('gelf.h', context)))
    missing.push({ what: 'header gelf.h', packages: ['libelf-dev'] });
  if (missing.length === 0 && compiler !== undefined) return compiler;
  throw hostLacks(missing, 'building a kernel');
}

async function hasHeader(name: string, context: Context): Promise<boolean> {
  const arguments_ = ['-fsyntax-only', '-include', name, '-x', 'c', '/dev/null'];
  const ran = await runProgram('gcc', arguments_, context).catch((error: unknown) => {
    if (error instanceof HostLacks) return undefined;
    throw error;
  });
  return ran?.exitCode === 0;
}
