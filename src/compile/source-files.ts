// SPDX-License-Identifier: GPL-2.0-only
import { treePart } from '../kernel/tree-part.ts';

/** Deepest folder that has a Makefile or a Kconfig of its own. */
const DEPTH = 8;
const ANYWHERE = ['Kconfig*', '*.Kconfig', 'Makefile*', 'Kbuild*'];
const FOLDERS = ['x86', 'arm64', 'powerpc'];

/**
 * What `make allmodconfig prepare0` reads on the three architectures, and all headers that drivers share: files,
 * folders (whole) and patterns in which `*` does not match a slash. A name that some version lacks is fine.
 */
const SOURCE_FILES: readonly string[] = [
  ...Array.from({ length: DEPTH }, (_, depth) =>
    ANYWHERE.map((name) => `${'*/'.repeat(depth)}${name}`),
  ).flat(),
  'include',
  'scripts',
  ...FOLDERS.flatMap((folder) => [
    ...['include', 'tools', 'entry/syscalls', 'kernel/syscalls'].map((path) => `arch/${folder}/${path}`),
    `arch/${folder}/kernel/asm-offsets*.c`,
    ...['*.h', '*/*.h', '*/*/*.h'].map((name) => `arch/${folder}/${name}`),
  ]),
  // Xen's headers and those of some drivers on arm64 are arm's.
  'arch/arm/include',
  'kernel/bounds.c',
  // 7.2's rq-offsets.c is made of sched.h, which includes the private headers of half of the core.
  ...['*.h', '*/*.h', '*/*/*.h'].map((name) => `kernel/${name}`),
  'kernel/sched/rq-offsets.c',
  'kernel/time/timeconst.bc',
  // The programs that make the architectures' tables share these.
  'tools/include',
  'tools/arch',
  // W=1 checks kernel-doc, whose script is here in 7.2.
  'tools/docs',
  'tools/lib/python',
  'lib/vdso',
];

export const SOURCE = treePart(SOURCE_FILES);
