// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { readdir, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Context } from '../context.ts';
import { ARCHITECTURE } from '../kernel/architecture.ts';
import { type Kernel, SOURCE_ROOT } from '../kernel/build.ts';
import { runProgram } from '../kernel/run.ts';

/** What of a kernel its reports are read by. */
export type TracedKernel = Pick<Kernel, 'architecture' | 'headers' | 'symbols'>;

/** Before the paths of a tree: of modules, and of objects, made in `build` of a folder that is not there for long. */
const ROOTS = new RegExp(`(?<=[( ])(?:${SOURCE_ROOT}|/[^() ]+/build/\\.\\.)/`, 'g');

/** Milliseconds; each line of a trace is a run of nm and of addr2line. */
const PATIENCE = 120_000;

/**
 * A report of the kernel with source lines in place of offsets, by the tree's own scripts/decode_stacktrace.sh.
 *
 * @param lines of the console
 * @param modules with debug information, which stand before the kernel's own of the same name
 * @returns undefined where the kernel has no debug information, or nothing comes of it: a run is worth more
 */
export async function decodeTrace(
  lines: readonly string[],
  { architecture, headers, symbols }: TracedKernel,
  modules: readonly string[],
  context: Pick<Context, 'cache' | 'signal'>,
): Promise<string[] | undefined> {
  // A build's folder is in the source's, as kbuild's own objects are.
  const script = join(dirname(headers), 'scripts/decode_stacktrace.sh');
  if (!symbols || !existsSync(script)) return undefined;
  const folder = await context.cache.temporary();
  try {
    const own = (await readdir(symbols)).map((name) => join(symbols, name));
    const files = new Map([...own, ...modules].map((path) => [basename(path), path]));
    for (const [name, path] of files) await symlink(path, join(folder, name));
    const signal = AbortSignal.any([context.signal, AbortSignal.timeout(PATIENCE)]);
    const { stdout, exitCode } = await runProgram(
      'bash',
      [script, join(folder, 'vmlinux'), 'auto', folder],
      { signal },
      // Instructions would be disassembled, at greater length than all the rest.
      {
        input: lines
          .filter((line) => !/\bCode: /.test(line))
          .map((line) => `${line}\n`)
          .join(''),
        env: { CROSS_COMPILE: ARCHITECTURE[architecture].prefix },
      },
    );
    const decoded = stdout
      .replaceAll(ROOTS, '')
      .split('\n')
      .map((line) => line.trimEnd())
      .filter(Boolean);
    return exitCode === 0 && decoded.length > 0 ? decoded : undefined;
  } catch {
    context.signal.throwIfAborted();
    return undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
