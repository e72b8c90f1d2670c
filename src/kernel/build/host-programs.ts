// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import { type Programs, requirePrograms } from '../programs.ts';

/** What building modules and unpacking kernels needs of the host, and the Debian package that has it. */
const BUILD_PROGRAMS: Programs = {
  gcc: 'gcc',
  ld: 'binutils',
  lz4: 'lz4',
  make: 'make',
  strip: 'binutils',
  xz: 'xz-utils',
  zstd: 'zstd',
};

/**
 * Asked before anything is downloaded.
 *
 * @throws HostLacks naming all that is missing at once
 */
export async function requireBuildPrograms(context: Context): Promise<void> {
  await requirePrograms(BUILD_PROGRAMS, 'building kernel modules', context);
}
