// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path';
import type { Context } from '../../../../src/context.ts';
import type { GuestProgram } from '../../../../src/guest/files.ts';
import { makePrograms } from '../../../../src/guest/make-programs.ts';
import { ARCHITECTURE, type MachineArchitecture } from '../../../../src/kernel/architecture.ts';
import { unpack } from '../../../../src/kernel/build/kernel-packages.ts';
import { cachedDeb, forHost } from '../../../../src/kernel/debian/archive.ts';
import { TreeUnsuitable } from '../../../../src/kernel/failures.ts';

/** DPDK's static libraries and headers, and those of what they are linked with. */
const PACKAGES = ['libdpdk-dev', 'libnuma-dev', 'libbsd-dev', 'libmd-dev'] as const;

/**
 * What a CPU must have that Debian's DPDK runs on, where it is built: EAL refuses to start without the instruction sets
 * that it was compiled for (RTE_COMPILE_TIME_CPUFLAGS of rte_build_config.h), and `-march=corei7` has popcnt besides.
 */
const CPU: Partial<Readonly<Record<MachineArchitecture, readonly string[]>>> = {
  x86_64: ['ssse3', 'sse4.1', 'sse4.2', 'popcnt'],
  aarch64: [],
};

export interface Dpdk {
  /** Of the package: `22.11.11-0+deb12u1`. */
  readonly version: string;
  readonly programs: readonly GuestProgram[];
  /** What the guest's CPU must have, by QEMU's names. */
  readonly cpu: readonly string[];
}

/**
 * The programs of kernel-tests/dpdk, linked with the DPDK of the host's Debian release.
 *
 * @param folder kernel-tests/dpdk
 * @throws TreeUnsuitable when they are not made for the architecture; BuildFailed, HostLacks; and as `forHost`,
 *   `cachedDeb`
 */
export async function dpdk(
  folder: string,
  architecture: MachineArchitecture,
  context: Context,
): Promise<Dpdk> {
  const cpu = CPU[architecture];
  if (!cpu)
    throw new TreeUnsuitable({
      title: `the programs for Debian's DPDK are not made for ${architecture}`,
      where: PACKAGES[0],
      hint: `They are for ${Object.keys(CPU).join(', ')}: choose such a machine, or leave the suite out.`,
    });
  const lists = { architecture: ARCHITECTURE[architecture].debian };
  const [main, ...others] = await Promise.all(PACKAGES.map((name) => forHost(context, name, lists)));
  if (!main) throw new Error('no package of DPDK');
  const records = [main, ...others];
  const programs = await makePrograms(
    {
      folder,
      included: [join(folder, '../suite')],
      architecture,
      target: 'all',
      headers: {},
      folders: {
        DPDK: {
          identity: records.map(({ sha256 }) => sha256).join(' '),
          async fill(into) {
            for (const record of records)
              await unpack({ record, path: await cachedDeb(context, record) }, into, context);
          },
        },
      },
      variables: {},
      name: 'dpdk',
    },
    context,
  );
  return { version: main.version, programs, cpu };
}
