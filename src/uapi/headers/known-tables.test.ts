// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { TARGETS } from '../targets.ts';
import { exportedHeaders } from './exported.ts';
import { TextFiles } from './files.ts';
import { knownSyscallHeaders } from './known-tables.ts';

const UNISTD = 'arch/x86/include/uapi/asm/unistd.h';

test('every architecture of a target has tables with well-known names', () => {
  const arches = [...new Set(TARGETS.map(({ arch }) => arch))];
  const lines = arches.map((arch) => {
    const headers = knownSyscallHeaders(arch, () => true);
    return `${arch}: ${headers.map(({ name, table, abis }) => `${name} ${table} ${abis}`).join('; ')}`;
  });
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "x86: unistd_32.h arch/x86/entry/syscalls/syscall_32.tbl i386; unistd_64.h arch/x86/entry/syscalls/syscall_64.tbl common,64; unistd_x32.h arch/x86/entry/syscalls/syscall_64.tbl common,x32
    arm64: unistd_64.h arch/arm64/tools/syscall_64.tbl common,64,renameat,rlimit,memfd_secret
    arm: unistd-oabi.h arch/arm/tools/syscall.tbl common,oabi; unistd-eabi.h arch/arm/tools/syscall.tbl common,eabi
    powerpc: unistd_32.h arch/powerpc/kernel/syscalls/syscall.tbl common,nospu,32; unistd_64.h arch/powerpc/kernel/syscalls/syscall.tbl common,nospu,64
    s390: unistd_32.h arch/s390/kernel/syscalls/syscall.tbl common,32; unistd_64.h arch/s390/kernel/syscalls/syscall.tbl common,64"
  `);
  expect(knownSyscallHeaders('sparc', () => true)).toEqual([]);
});

test('what numbers are added to has its name where a header defines it, else its value', () => {
  const offsets = (has: (path: string) => boolean) =>
    knownSyscallHeaders('x86', has).flatMap(({ offset }) => offset ?? []);
  expect([offsets(() => true), offsets((path) => path !== UNISTD)]).toEqual([
    ['__X32_SYSCALL_BIT'],
    ['0x40000000'],
  ]);
});

test('a table without a Makefile makes headers, and one with a Makefile only what that says', () => {
  const table = 'arch/s390/kernel/syscalls/syscall.tbl';
  const texts = new Map([[table, '0\tcommon\tlamp\tsys_lamp\n']]);
  const named = (more: readonly [string, string][]) => [
    ...exportedHeaders(new TextFiles(new Map([...texts, ...more])), 's390').keys(),
  ];
  const makefile = [
    'syscall := $(src)/syscall.tbl',
    'uapi-hdrs-y := $(uapi)/unistd_64.h',
    '$(uapi)/unistd_%.h: $(syscall) FORCE',
  ].join('\n');
  expect(named([])).toEqual(['asm/unistd_32.h', 'asm/unistd_64.h']);
  expect(named([['arch/s390/kernel/syscalls/Makefile', makefile]])).toEqual(['asm/unistd_64.h']);
});
