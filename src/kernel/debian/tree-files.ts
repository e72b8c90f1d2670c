// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { subsystems } from '../../../subsystems/index.ts';
import { keptFiles, subsystemPaths } from '../../subsystem.ts';

/**
 * What is extracted of a kernel source package: files, folders (whole) and patterns (`*` does not match a
 * slash), those of subsystems among them. Of 80,000 files and 1.5 GB these are 8,000 and 50 MB. A name that some version lacks is fine.
 * Trees are kept under the list's hash, so a longer list extracts them again.
 */
export const TREE_FILES: readonly string[] = [
  ...keptFiles(subsystems).flatMap(subsystemPaths),
  'include/linux',
  'include/uapi',
  'include/asm-generic',
  'arch/*/include/uapi',
  // What `make headers_install` makes of them: the list of headers that do not compile alone, generated syscall numbers.
  'usr/include',
  'arch/*/include/asm/Kbuild',
  'arch/*/entry/syscalls',
  'arch/*/kernel/syscalls',
  'arch/*/kernel/Makefile.syscalls',
  'arch/*/tools',
  // Copies of UAPI headers that follow by hand.
  'tools/include/uapi',
  'tools/arch/*/include/uapi',
  // What a proposal is checked with, and against.
  'scripts',
  '.checkpatch.conf',
  '.clang-format',
  '.get_maintainer.ignore',
  'Documentation/process',
  'Documentation/userspace-api/ioctl',
  // The harness of the kernel's own tests.
  'tools/testing/selftests/kselftest',
  'tools/testing/selftests/kselftest.h',
  'tools/testing/selftests/kselftest_harness.h',
  'tools/testing/selftests/lib.mk',
  // checkpatch.pl and get_maintainer.pl take a folder for a kernel tree when it has all of these
  // (top_of_kernel_tree); one small file stands for each folder.
  'COPYING',
  'CREDITS',
  'Kbuild',
  'Kconfig',
  'MAINTAINERS',
  'Makefile',
  'README',
  'fs/Makefile',
  'init/Makefile',
  'ipc/Makefile',
  'kernel/Makefile',
  'lib/Makefile',
];

/** Whether a tree has a path, or would have it where its version does: it is of the list, or below a folder of it. */
export function isKept(path: string, files: readonly string[] = TREE_FILES): boolean {
  return files.some((entry) => {
    const pattern = entry.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*');
    return new RegExp(`^${pattern}(/|$)`).test(path);
  });
}

/** Twelve digits that stand for the list's content. */
export function listHash(files: readonly string[] = TREE_FILES): string {
  return createHash('sha256').update(files.join('\n')).digest('hex').slice(0, 12);
}
