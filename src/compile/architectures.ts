// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { HostLacks } from '../kernel/failures.ts';
import { run } from '../kernel/run.ts';

export type ArchitectureId = 'x86-64' | 'arm64' | 'ppc64le';

/** An architecture that patches are compiled for. */
export interface Architecture {
  readonly id: ArchitectureId;
  /** What make is told, `ARCH=`. */
  readonly arch: string;
  /** Below `arch/`: what the top Makefile calls SRCARCH. */
  readonly folder: string;
  /** Before the names of its tools, `CROSS_COMPILE=`; Debian's native compilers have it too. */
  readonly prefix: string;
  /** The Debian package that has its compiler. */
  readonly package: string;
}

export const ARCHITECTURES: readonly Architecture[] = [
  {
    id: 'x86-64',
    arch: 'x86_64',
    folder: 'x86',
    prefix: 'x86_64-linux-gnu-',
    package: process.arch === 'x64' ? 'gcc' : 'gcc-x86-64-linux-gnu',
  },
  {
    id: 'arm64',
    arch: 'arm64',
    folder: 'arm64',
    prefix: 'aarch64-linux-gnu-',
    package: 'gcc-aarch64-linux-gnu',
  },
  {
    id: 'ppc64le',
    arch: 'powerpc',
    folder: 'powerpc',
    prefix: 'powerpc64le-linux-gnu-',
    package: 'gcc-powerpc64le-linux-gnu',
  },
];

/** First line of the compiler's --version; undefined where the host has none for this architecture. */
export async function compilerOf(architecture: Architecture, context: Context): Promise<string | undefined> {
  try {
    const { stdout, exitCode } = await run(`${architecture.prefix}gcc`, ['--version'], context);
    return exitCode === 0 ? stdout.split('\n')[0] : undefined;
  } catch (error) {
    if (error instanceof HostLacks) return undefined;
    throw error;
  }
}
