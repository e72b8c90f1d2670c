// SPDX-License-Identifier: GPL-2.0-only
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { runProgram } from '../../kernel/run.ts';
import type { ApiType } from '../../uapi/model.ts';

interface Compilation {
  readonly program: string;
  readonly options: readonly string[];
  readonly folder: string;
}

let installed: boolean | undefined;

/** Bytes of each type as pahole (dwarves) reads them from debug information; empty where it is not installed. */
export async function paholeSizes(
  header: string,
  types: readonly ApiType[],
  { program, options, folder }: Compilation,
  context: Context,
): Promise<Map<string, number>> {
  installed ??= spawnSync('pahole', ['--version']).status === 0;
  const tags = types.filter(({ name }) => /^(struct|union) /.test(name));
  if (!installed || tags.length === 0) return new Map();
  const [source, object] = [join(folder, 'asked.c'), join(folder, 'asked.o')];
  const variables = tags.map(
    ({ name }, at) => `extern ${name} kpw_${at};\nvoid *kpw_address_${at} = &kpw_${at};`,
  );
  await writeFile(source, `#include <${header}>\n${variables.join('\n')}\n`);
  const { exitCode } = await runProgram(program, [...options, '-g', '-c', '-o', object, source], context);
  if (exitCode !== 0) return new Map();
  const names = tags.map(({ name }) => name.split(' ')[1] ?? '');
  const { stdout } = await runProgram('pahole', ['-C', names.join(','), object], context);
  return sizesIn(stdout);
}

/** `struct lamp {` … `size: 24`: from pahole's text. */
function sizesIn(text: string): Map<string, number> {
  const sizes = new Map<string, number>();
  let current: string | undefined;
  for (const line of text.split('\n')) {
    current = /^((?:struct|union) \w+) \{/.exec(line)?.[1] ?? current;
    const size = /^\s*\/\* size: (\d+),/.exec(line)?.[1];
    if (size !== undefined && current !== undefined) sizes.set(current, Number(size));
    if (/^\}/.test(line)) current = undefined;
  }
  return sizes;
}
