// SPDX-License-Identifier: GPL-2.0-only
// Which compiler speaks for which target. gcc for x86 speaks for three: its own libc headers serve all of them.
import { spawnSync } from 'node:child_process';
import type { TargetId } from '../../c/target.ts';

export interface TargetCompiler {
  readonly program: string;
  readonly options: readonly string[];
  /** Debian packages that bring it, with the target's libc headers. */
  readonly packages: readonly string[];
}

const cross = (triplet: string, port: string): TargetCompiler => ({
  program: `${triplet}-gcc`,
  options: [],
  packages: [`gcc-${triplet}`, `libc6-dev-${port}-cross`],
});

const native = (...options: string[]): TargetCompiler => ({
  program: 'gcc',
  options,
  packages: ['gcc', 'libc6-dev'],
});

export const COMPILERS: Readonly<Record<TargetId, TargetCompiler>> = {
  'x86-64': native('-m64'),
  i386: native('-m32'),
  x32: native('-mx32'),
  arm64: cross('aarch64-linux-gnu', 'arm64'),
  arm: cross('arm-linux-gnueabihf', 'armhf'),
  ppc64le: cross('powerpc64le-linux-gnu', 'ppc64el'),
  s390x: cross('s390x-linux-gnu', 's390x'),
};

/**
 * First line of `gcc --version`; undefined where the compiler is not installed, or is none for this target: `gcc` on
 * an arm64 host does not speak for x86-64.
 */
export function compilerVersion(target: TargetId): string | undefined {
  const { program, options } = COMPILERS[target];
  const { status, stdout } = spawnSync(program, [...options, '--version'], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const knows = spawnSync(program, [...options, '-x', 'c', '-S', '-o', '/dev/null', '-'], {
    input: 'int a;',
  });
  return knows.status === 0 ? stdout.split('\n')[0] : undefined;
}

/**
 * The library's headers of another word size than the host's: they are the host's own, which ask for
 * `gnu/stubs-32.h` alone; `stubs` is a folder that has an empty one.
 */
export function libraryOptions(target: TargetId, stubs: string): readonly string[] {
  const { program } = COMPILERS[target];
  if (program !== 'gcc' || target === 'x86-64') return [];
  const { stdout } = spawnSync(program, ['-print-multiarch'], { encoding: 'utf8' });
  return ['-idirafter', `/usr/include/${stdout.trim()}`, '-idirafter', stubs];
}

export const STUBS = ['gnu/stubs-32.h', 'gnu/stubs-x32.h'] as const;
