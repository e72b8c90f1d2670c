// SPDX-License-Identifier: GPL-2.0-only
import { open } from 'node:fs/promises';
import type { Context } from '../context.ts';
import { runProgram } from '../kernel/run.ts';

/** First bytes of a file, latin1. */
export async function firstBytes(path: string, bytes = 128): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** ELF's e_machine of a program, by `uname -m`; undefined for what is no ELF file, `other` for another machine's. */
export async function machineOf(
  path: string,
): Promise<'x86_64' | 'aarch64' | 'ppc64le' | 'i386' | 'other' | undefined> {
  const head = await firstBytes(path, 20);
  if (!head.startsWith('\x7fELF')) return undefined;
  const little = head.charCodeAt(5) === 1;
  const machine = little ? head.charCodeAt(18) + 256 * head.charCodeAt(19) : 0;
  return ({ 62: 'x86_64', 183: 'aarch64', 21: 'ppc64le', 3: 'i386' } as const)[machine] ?? 'other';
}

/** Sonames of the libraries that ELF files are linked with, and their loader's path. */
export async function neededBy(
  paths: readonly string[],
  context: Context,
): Promise<{ sonames: string[]; loaders: string[] }> {
  const sonames = new Set<string>();
  const loaders = new Set<string>();
  for (let at = 0; at < paths.length; at += 200) {
    const { stdout } = await runProgram('readelf', ['-W', '-d', '-l', ...paths.slice(at, at + 200)], context);
    for (const [, name = ''] of stdout.matchAll(/\(NEEDED\)\s+Shared library: \[([^\]]+)\]/g))
      sonames.add(name);
    for (const [, path = ''] of stdout.matchAll(/Requesting program interpreter: ([^\]]+)\]/g))
      loaders.add(path);
  }
  return { sonames: [...sonames].sort(), loaders: [...loaders].sort() };
}
