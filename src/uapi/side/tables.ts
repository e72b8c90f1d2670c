// SPDX-License-Identifier: GPL-2.0-only
import { syscallTables } from '../headers/exported.ts';
import { TARGETS } from '../targets.ts';
import type { UapiSide } from './side.ts';

/** Whether it is an architecture's table of system calls. */
export function isTable(path: string): boolean {
  return TABLE.test(path);
}

const TABLE = /^arch\/([^/]+)\/(?:\w+\/)*syscall\w*\.tbl$/;

/**
 * Tables of system calls that say otherwise and that no header is read of: those of architectures that no target stands
 * for, and those of a tree that lacks the Makefiles and whose table has no well-known name. Where Makefiles are at hand,
 * a call that is only new breaks nobody.
 *
 * @param paths that differ, or may
 */
export async function unreadTables(
  before: UapiSide,
  after: UapiSide,
  paths: Iterable<string>,
): Promise<string[]> {
  const found = await Promise.all(
    [...paths].map(async (path) => {
      const arch = TABLE.exec(path)?.[1];
      if (arch === undefined || isRead(after, arch, path)) return [];
      const [was, is, makefile] = await Promise.all([
        before.files.read(path) ?? after.was?.get(path) ?? fetched(before, path),
        after.files.read(path) ?? (after.touched?.includes(path) ? undefined : fetched(after, path)),
        makefileOf(after, path),
      ]);
      return differs(was ?? '', is ?? '', makefile === undefined) ? [path] : [];
    }),
  );
  return found.flat().sort();
}

function isRead({ files }: UapiSide, arch: string, path: string): boolean {
  if (!TARGETS.some((target) => target.arch === arch)) return false;
  const { tables, makefile } = syscallTables(files, arch);
  return makefile || tables.includes(path);
}

async function makefileOf(side: UapiSide, path: string): Promise<string | undefined> {
  const makefile = path.replace(/[^/]*$/, 'Makefile');
  return side.files.read(makefile) ?? fetched(side, makefile);
}

async function fetched(side: UapiSide, path: string): Promise<string | undefined> {
  return (await side.fetch?.([path]))?.get(path);
}

/** Whether a row is gone or another one, or, where that counts, new. */
function differs(was: string, is: string, additions: boolean): boolean {
  const [then, now] = [rows(was), rows(is)];
  return then.some((row) => !now.includes(row)) || (additions && now.length > then.length);
}

function rows(table: string): string[] {
  return table
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim().replace(/\s+/g, ' '))
    .filter(Boolean);
}
