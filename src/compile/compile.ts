// SPDX-License-Identifier: GPL-2.0-only
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { hostComplaint } from '../kernel/complaint.ts';
import { tail } from '../kernel/run.ts';
import { runClean } from '../kernel/run-clean.ts';
import { MessageRecord, parseToolMessages } from './messages.ts';

/** What one compilation said. */
export const Compiled = z.object({
  succeeded: z.boolean(),
  messages: z.array(MessageRecord),
  /** Files of the tree that were read. */
  dependencies: z.array(z.string()),
  /** The compiler's words, where it failed without naming a place. */
  detail: z.string(),
});
export type Compiled = z.infer<typeof Compiled>;

/** What is compiled: a file of the tree, or a line or two that include a header. */
export interface CompiledSource {
  readonly path: string;
  /** Text that stands for a file of that name; undefined where the tree has it. */
  readonly text?: string;
}

/** Compiles one file to an object that nobody keeps. */
export async function compileFile(
  root: string,
  compiler: string,
  flags: readonly string[],
  file: CompiledSource,
  context: Context,
): Promise<Compiled> {
  const { path } = file;
  const scratch = await context.cache.temporary();
  try {
    const source = await placedSource(file, scratch);
    const own = [
      '-fno-diagnostics-show-caret',
      '-MMD',
      '-MF',
      join(scratch, 'd'),
      '-c',
      '-o',
      join(scratch, 'o'),
    ];
    const command = [compiler, ...flags, ...own, source];
    const { stderr, exitCode } = await runClean(root, [], command, context);
    const full = exitCode === 0 ? undefined : hostComplaint(stderr, scratch);
    if (full) throw full;
    const output = stderr.replaceAll(source, path).replaceAll(`${root}/`, '');
    const dependencies = await readFile(join(scratch, 'd'), 'latin1').catch(() => '');
    return {
      succeeded: exitCode === 0,
      messages: parseToolMessages(output, 'gcc'),
      dependencies: parseDependencies(dependencies).filter((file) => !file.startsWith('/')),
      detail: exitCode === 0 ? '' : tail(output),
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Path of the file that a compiler reads: the tree's own, or its text as one of C in a folder of its own. */
export async function placedSource({ path, text }: CompiledSource, folder: string): Promise<string> {
  if (text === undefined) return path;
  const source = join(folder, `${posix.basename(path, '.h')}.c`);
  await writeFile(source, text, 'latin1');
  return source;
}

/** The prerequisites of a rule as gcc -MMD writes it. */
export function parseDependencies(rule: string): string[] {
  const [, files = ''] = /^[^:]*:((?:.|\n)*)$/.exec(rule) ?? [];
  return [
    ...new Set(
      files
        .split(/[\s\\]+/)
        .filter(Boolean)
        .map((file) => posix.normalize(file)),
    ),
  ];
}
