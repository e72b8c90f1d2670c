// SPDX-License-Identifier: GPL-2.0-only
import type { Sources } from '../../../src/series/topic.ts';

const FOLDER = 'tools/testing/selftests/vfio';
const MAKEFILE = `${FOLDER}/Makefile`;
const DEVICE = `${FOLDER}/lib/include/libvfio/vfio_pci_device.h`;
const IOMMU = `${FOLDER}/lib/include/libvfio/iommu.h`;

export const SELFTEST_FILES = [MAKEFILE, DEVICE, IOMMU] as const;

/**
 * What a test needs of libvfio that opens a device without mapping its BARs, as vfio_pci_device_init() would: a BAR
 * that may not be mapped whole makes that fail.
 */
const NEEDED: readonly (readonly [path: string, names: readonly string[]])[] = [
  [
    DEVICE,
    [
      ...[
        'vfio_pci_device_alloc',
        'vfio_pci_device_free',
        'vfio_pci_group_setup',
        'vfio_container_set_iommu',
      ],
      ...['__vfio_pci_group_get_device_fd', 'vfio_pci_cdev_open', '__vfio_device_bind_iommufd'],
    ],
  ],
  [IOMMU, ['iommu_init', 'iommu_cleanup', 'FIXTURE_VARIANT_ADD_ALL_IOMMU_MODES']],
];

/** The kernel's own vfio selftests. */
export interface Selftests {
  /** The files of a new test, `name` being without `.c`: its source, and the Makefile that builds it. */
  gain(name: string, source: string): ReadonlyMap<string, string>;
}

/** Undefined where the tree has none, or an older libvfio than the test is written for. */
export function selftests(sources: Sources): Selftests | undefined {
  const makefile = sources.get(MAKEFILE)?.text;
  const able = NEEDED.every(([path, names]) =>
    names.every((name) => (sources.get(path)?.text ?? '').includes(name)),
  );
  if (makefile === undefined || !able || !/^TEST_GEN_PROGS \+= \w+$/m.test(makefile)) return undefined;
  return {
    gain: (name, source) =>
      new Map([
        [`${FOLDER}/${name}.c`, source],
        [MAKEFILE, withProgram(makefile, name)],
      ]),
  };
}

/** The list is sorted, as its neighbours are. */
function withProgram(makefile: string, name: string): string {
  const lines = makefile.split('\n');
  const program = (line: string) => /^TEST_GEN_PROGS \+= (\w+)$/.exec(line)?.[1];
  const behind = lines.findIndex((line) => (program(line) ?? '') > name);
  const last = lines.findLastIndex((line) => program(line) !== undefined);
  lines.splice(behind >= 0 ? behind : last + 1, 0, `TEST_GEN_PROGS += ${name}`);
  return lines.join('\n');
}
