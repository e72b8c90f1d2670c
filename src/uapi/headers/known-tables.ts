// SPDX-License-Identifier: GPL-2.0-only
import type { SyscallHeader } from './syscalls.ts';

type Row = readonly [
  name: string,
  table: string,
  abis: string,
  offset?: readonly [macro: string, number: string],
];

/** The header that defines what numbers are added to. */
const UNISTD = 'include/uapi/asm/unistd.h';

/**
 * What Linux makes of its tables where their Makefiles say so: arch/x86/entry/syscalls/Makefile, arch/arm/tools/Makefile,
 * arch/arm64/kernel/Makefile.syscalls, and kernel/syscalls/Makefile of powerpc and s390.
 */
const KNOWN: Readonly<Record<string, readonly Row[]>> = {
  x86: [
    ['unistd_32.h', 'entry/syscalls/syscall_32.tbl', 'i386'],
    ['unistd_64.h', 'entry/syscalls/syscall_64.tbl', 'common,64'],
    ['unistd_x32.h', 'entry/syscalls/syscall_64.tbl', 'common,x32', ['__X32_SYSCALL_BIT', '0x40000000']],
  ],
  arm: [
    ['unistd-oabi.h', 'tools/syscall.tbl', 'common,oabi', ['__NR_SYSCALL_BASE', '0x900000']],
    ['unistd-eabi.h', 'tools/syscall.tbl', 'common,eabi', ['__NR_SYSCALL_BASE', '0']],
  ],
  arm64: [['unistd_64.h', 'tools/syscall_64.tbl', 'common,64,renameat,rlimit,memfd_secret']],
  powerpc: [
    ['unistd_32.h', 'kernel/syscalls/syscall.tbl', 'common,nospu,32'],
    ['unistd_64.h', 'kernel/syscalls/syscall.tbl', 'common,nospu,64'],
  ],
  s390: [
    ['unistd_32.h', 'kernel/syscalls/syscall.tbl', 'common,32'],
    ['unistd_64.h', 'kernel/syscalls/syscall.tbl', 'common,64'],
  ],
};

/**
 * The headers of system calls of a tree that has the tables and not the Makefiles, as Linux makes them; none of an
 * architecture that is no target.
 *
 * @param has whether the tree has a file
 */
export function knownSyscallHeaders(arch: string, has: (path: string) => boolean): SyscallHeader[] {
  return (KNOWN[arch] ?? []).flatMap(([name, table, abis, base]) => {
    const own = `arch/${arch}/${table}`;
    // What an architecture without a table of its own has since 6.11.
    const path = arch === 'arm64' && !has(own) ? 'scripts/syscall.tbl' : own;
    const offset = base?.[has(`arch/${arch}/${UNISTD}`) ? 0 : 1];
    return has(path) ? [{ name, table: path, abis: abis.split(','), offset }] : [];
  });
}
