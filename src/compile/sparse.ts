// SPDX-License-Identifier: GPL-2.0-only
import { rm } from 'node:fs/promises';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { HostLacks } from '../kernel/failures.ts';
import { runProgram } from '../kernel/run.ts';
import { runClean } from '../kernel/run-clean.ts';
import { type CompiledSource, placedSource } from './compile.ts';
import { MessageRecord, parseToolMessages } from './messages.ts';

/** What sparse said of one file. */
export const Sparsed = z.object({
  messages: z.array(MessageRecord),
  /** It died: an older sparse does so on what newer compilers know (__typeof_unqual__). */
  died: z.boolean(),
});
export type Sparsed = z.infer<typeof Sparsed>;

/** Version of the sparse that is installed; undefined where none is, as it need not be. */
export async function sparseVersion(context: Context): Promise<string | undefined> {
  try {
    const { stdout, exitCode } = await runProgram('sparse', ['--version'], context);
    return exitCode === 0 ? stdout.trim() : undefined;
  } catch (error) {
    if (error instanceof HostLacks) return undefined;
    throw error;
  }
}

/** CHECKFLAGS as the tree's top Makefile exports them (Documentation/dev-tools/sparse.rst). */
export function checkFlags(environment: readonly string[]): string[] {
  const line = environment.find((one) => one.startsWith('CHECKFLAGS='));
  return line?.slice('CHECKFLAGS='.length).split(/\s+/).filter(Boolean) ?? [];
}

/** Reads one file with sparse, as `make C=2` would; its errors are warnings, since they fail no build. */
export async function runSparse(
  root: string,
  flags: readonly string[],
  file: CompiledSource,
  context: Context,
): Promise<Sparsed> {
  const { path } = file;
  const scratch = await context.cache.temporary();
  try {
    const source = await placedSource(file, scratch);
    const { stderr, exitCode } = await runClean(root, [], ['sparse', ...flags, source], context);
    // The shell that runs it says 128 + signal.
    const died = exitCode !== 0 && exitCode !== 1;
    const output = stderr.replaceAll(source, path).replaceAll(`${root}/`, '');
    const messages = died ? [] : parseToolMessages(output, 'sparse');
    return { died, messages: messages.map((message) => ({ ...message, level: 'warning' as const })) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
