// SPDX-License-Identifier: GPL-2.0-only
import type { Architecture } from './architectures.ts';
import type { CompiledSource } from './compile.ts';
import { turned } from './switches.ts';

/** One thing to compile, in every state of a series. */
export interface CompileUnit {
  /** The file that it is about. */
  readonly path: string;
  readonly source: CompiledSource;
  /** For a header: as a file includes it that includes nothing else. */
  readonly alone: boolean;
  /** What is other than in the configuration: `CONFIG_IOMMU_API off`. */
  readonly turned?: string;
}

/** Folders whose C is none of the kernel's: programs for the host, for userspace, for a boot loader. */
const PROGRAMS = /^(scripts|tools|usr|samples|Documentation|arch\/[^/]+\/(boot|tools))\//;

/**
 * The units that the files of a series come to on one architecture.
 *
 * @param switches of a header, the symbols that changed lines depend on
 * @param config the symbols that are on
 */
export function unitsOf(
  paths: Iterable<string>,
  architecture: Architecture,
  switches: ReadonlyMap<string, readonly string[]>,
  config: ReadonlyMap<string, string>,
): CompileUnit[] {
  return [...paths].sort().flatMap((path): CompileUnit[] => {
    if (!isFor(path, architecture) || PROGRAMS.test(path)) return [];
    if (path.endsWith('.c')) return [{ path, source: { path }, alone: false }];
    const name = /^(?:arch\/[^/]+\/)?include\/(.*\.h)$/.exec(path)?.[1];
    if (name === undefined) return [];
    const text = `#include <${name}>\n`;
    const others = (switches.get(path) ?? []).map((symbol) => turned(symbol, config.get(symbol)));
    return [
      { path, source: { path, text }, alone: true },
      ...others.map(({ line, label }) => ({
        ...{ path, source: { path, text: `${line}${text}` }, alone: true, turned: label },
      })),
    ];
  });
}

/** Whether any file can be a unit of an architecture, before anything is prepared for it. */
export function hasUnits(paths: Iterable<string>, architecture: Architecture): boolean {
  return unitsOf(paths, architecture, new Map(), new Map()).length > 0;
}

/** Whether a file can have to do with an architecture: not, where it is below another one's folder. */
function isFor(path: string, { folder }: Architecture): boolean {
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
