// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { ARCHITECTURE, type ArchitectureNames } from '../kernel/architecture.ts';
import { programVersion } from '../kernel/programs.ts';

export type ArchitectureId = 'x86-64' | 'arm64' | 'ppc64le';

/** An architecture that patches are compiled for. */
export interface Architecture extends Pick<ArchitectureNames, 'arch' | 'folder' | 'prefix' | 'compiler'> {
  readonly id: ArchitectureId;
}

export const ARCHITECTURES: readonly Architecture[] = [
  { id: 'x86-64', ...ARCHITECTURE.x86_64 },
  { id: 'arm64', ...ARCHITECTURE.aarch64 },
  { id: 'ppc64le', ...ARCHITECTURE.ppc64le },
];

/** First line of the compiler's --version; undefined where the host has none for this architecture. */
export function kernelCompilerVersion(
  { prefix }: Architecture,
  context: Context,
): Promise<string | undefined> {
  return programVersion(`${prefix}gcc`, context);
}
