// SPDX-License-Identifier: GPL-2.0-only

/** As `uname -m` says it in a guest. */
export type MachineArchitecture = 'x86_64' | 'aarch64' | 'ppc64le';

/** One architecture by the names that those who deal with it have for it. */
export interface ArchitectureNames {
  /** What make is told, `ARCH=`. */
  readonly arch: string;
  /** Below `arch/`: what the top Makefile calls SRCARCH. */
  readonly folder: string;
  /** Before the names of its tools, `CROSS_COMPILE=`; Debian's native compilers have it too. */
  readonly prefix: string;
  /** Debian's name, as in a package's file name. */
  readonly debian: string;
  /** Debian's kernels for it, from bullseye to forky; the one that has every driver comes first. */
  readonly flavours: readonly [string, ...string[]];
  /** Debian packages with its compiler, and with the C library that static programs are linked with. */
  readonly compiler: string;
  readonly library: string;
}

const HOST_IS_X86 = process.arch === 'x64';

/** What programs of the host are for; undefined where no guest is of that kind. */
export const HOST_ARCHITECTURE: MachineArchitecture | undefined = HOST_IS_X86
  ? 'x86_64'
  : process.arch === 'arm64'
    ? 'aarch64'
    : undefined;

export const ARCHITECTURE: Readonly<Record<MachineArchitecture, ArchitectureNames>> = {
  x86_64: {
    arch: 'x86_64',
    folder: 'x86',
    prefix: 'x86_64-linux-gnu-',
    debian: 'amd64',
    flavours: ['amd64', 'cloud-amd64', 'rt-amd64'],
    compiler: HOST_IS_X86 ? 'gcc' : 'gcc-x86-64-linux-gnu',
    library: HOST_IS_X86 ? 'libc6-dev' : 'libc6-dev-amd64-cross',
  },
  aarch64: {
    arch: 'arm64',
    folder: 'arm64',
    prefix: 'aarch64-linux-gnu-',
    debian: 'arm64',
    flavours: ['arm64', 'cloud-arm64', 'rt-arm64', 'arm64-16k'],
    compiler: 'gcc-aarch64-linux-gnu',
    library: 'libc6-dev-arm64-cross',
  },
  ppc64le: {
    arch: 'powerpc',
    folder: 'powerpc',
    prefix: 'powerpc64le-linux-gnu-',
    debian: 'ppc64el',
    flavours: ['powerpc64le', 'powerpc64le-64k'],
    compiler: 'gcc-powerpc64le-linux-gnu',
    library: 'libc6-dev-ppc64el-cross',
  },
};
