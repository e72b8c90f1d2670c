// SPDX-License-Identifier: GPL-2.0-only
import type { Architecture } from './architectures.ts';
import type { Source } from './compile.ts';

/** One thing to compile, in every state of a series. */
export interface Unit {
  /** The file that it is about. */
  readonly path: string;
  readonly source: Source;
  /** For a header: as a file includes it that includes nothing else. */
  readonly alone: boolean;
}

/** Folders whose C is none of the kernel's: programs for the host, for userspace, for a boot loader. */
const PROGRAMS = /^(scripts|tools|usr|samples|Documentation|arch\/[^/]+\/(boot|tools))\//;

/** The units that the files of a series come to on one architecture. */
export function unitsOf(paths: Iterable<string>, architecture: Architecture): Unit[] {
  return [...paths].sort().flatMap((path): Unit[] => {
    if (!isFor(path, architecture) || PROGRAMS.test(path)) return [];
    if (path.endsWith('.c')) return [{ path, source: { path }, alone: false }];
    const name = /^(?:arch\/[^/]+\/)?include\/(.*\.h)$/.exec(path)?.[1];
    return name === undefined ? [] : [{ path, source: { path, text: `#include <${name}>\n` }, alone: true }];
  });
}

/** Whether a file can have to do with an architecture: not, where it is below another one's folder. */
export function isFor(path: string, { folder }: Architecture): boolean {
  const own = /^arch\/([^/]+)\//.exec(path)?.[1];
  return own === undefined || own === folder;
}

/** Why a file that a patch touches is compiled on no architecture; undefined where one might. */
export function notCode(path: string): string | undefined {
  if (PROGRAMS.test(path) && /\.[chSs]$/.test(path)) return 'a program beside the kernel';
  if (/\.[Ss]$/.test(path)) return 'assembly is not compiled';
  if (/\.rs$/.test(path)) return 'Rust is not compiled';
  return undefined;
}
