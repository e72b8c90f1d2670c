// SPDX-License-Identifier: GPL-2.0-only
import { chmod, open, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Context } from '../../context.ts';
import { runProgram } from '../run.ts';

/** They sign modules at their installation, which never happens here, and alone need a certain OpenSSL. */
const UNUSED = /^(sign-file|extract-cert)$/;

/**
 * The programs below `folder` that the host's C library is too old for (the kernel's own build tools come
 * compiled for the release that the kernel is of).
 */
export async function foreignTools(folder: string, context: Context): Promise<string[]> {
  const foreign = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || UNUSED.test(entry.name) || !(await isElfProgram(path))) continue;
    // The loader itself says what is missing, without running the program (ld.so(8)).
    const env = { LD_TRACE_LOADED_OBJECTS: '1' };
    const { stdout, stderr } = await runProgram(path, [], context, { env });
    if (/not found/.test(stdout + stderr)) foreign.push(path);
  }
  return foreign.sort();
}

/**
 * Puts a script in the place of each program which runs it with the loader and the libraries in `libraries`.
 * All paths are relative to the script, so that the whole may be renamed into place.
 */
export async function wrapTools(tools: readonly string[], libraries: string): Promise<void> {
  for (const tool of tools) {
    await rename(tool, `${tool}.elf`);
    await writeFile(tool, wrapper(relative(dirname(tool), libraries)));
    await chmod(tool, 0o755);
  }
}

/** modpost and objtool find their variants by the name under which they were called, so it must be kept. */
function wrapper(libraries: string): string {
  return `#!/bin/sh
libraries="\${0%/*}/${libraries}"
exec "$libraries/ld-linux-x86-64.so.2" --argv0 "$0" --library-path "$libraries" "$0.elf" "$@"
`;
}

async function isElfProgram(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { mode } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return (mode & 0o100) !== 0 && bytesRead === 4 && buffer.toString('latin1') === '\x7fELF';
  } finally {
    await file.close();
  }
}
