// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Target } from '../../c/target.ts';
import type { HeaderSet } from '../model.ts';

/** The substitutions of scripts/headers_install.sh, in its order. */
const SUBSTITUTIONS: readonly [RegExp, string][] = [
  [/([\s(])(__user|__force|__iomem)\s/g, '$1'],
  [/__attribute_const__(\s|$)/gm, '$1'],
  [/^#include <linux\/compiler(|_types).h>/gm, ''],
  [/(^|[^a-zA-Z0-9])__packed([^a-zA-Z0-9_]|$)/gm, '$1__attribute__((packed))$2'],
  [/(^|[\s(])(inline|asm|volatile)([\s(]|$)/gm, '$1__$2__$3'],
  [/#(ifndef|define|endif\s*\/[*])\s*_UAPI/g, '#$1 '],
];

/**
 * What headers_install.sh makes of a header's text, on the same lines. It runs unifdef too, which has nothing left to
 * do where the compiler is told what it is told: `-U__KERNEL__ -D__EXPORTED_HEADERS__`.
 */
export function installed(text: string): string {
  return SUBSTITUTIONS.reduce((all, [pattern, by]) => eachLine(all, pattern, by), text);
}

/** sed works line by line: no pattern may eat a line's end. */
function eachLine(text: string, pattern: RegExp, by: string): string {
  if (!new RegExp(pattern.source, 'm').test(text)) return text;
  return text
    .split('\n')
    .map((line) => line.replace(pattern, by))
    .join('\n');
}

/** Writes all headers of a target below `folder`, as `make headers_install` would. */
export async function install(headers: HeaderSet, target: Target, folder: string): Promise<void> {
  for (const name of headers.names(target)) {
    const header = headers.get(name, target);
    if (!header) continue;
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, header.generated ? header.text : installed(header.text), 'latin1');
  }
}
