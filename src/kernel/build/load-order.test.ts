// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { loadOrder } from './load-order.ts';
import type { ModuleInfo } from './modinfo.ts';

function modules(...infos: (Partial<ModuleInfo> & { name: string })[]): Map<string, ModuleInfo> {
  return new Map(
    infos.map((info) => [
      info.name,
      {
        depends: [],
        before: [],
        after: [],
        aliases: [],
        parameters: [],
        firmware: [],
        vermagic: '',
        ...info,
      },
    ]),
  );
}

test('what a module needs comes before it, and what it wants right after', () => {
  const set = modules(
    { name: 'vfio_pci', depends: ['vfio_pci_core', 'vfio'] },
    { name: 'vfio_pci_core', depends: ['vfio', 'vfio_virqfd', 'irqbypass'] },
    { name: 'vfio', after: ['vfio_iommu_type1', 'vfio_iommu_spapr_tce'] },
    { name: 'vfio_iommu_type1', depends: ['vfio'] },
    { name: 'vfio_virqfd' },
    { name: 'irqbypass' },
    { name: 'unrelated' },
  );
  expect(loadOrder(['vfio_pci'], set)).toEqual([
    'vfio',
    'vfio_iommu_type1',
    'vfio_virqfd',
    'irqbypass',
    'vfio_pci_core',
    'vfio_pci',
  ]);
});

test('modules that want each other are loaded once', () => {
  const set = modules({ name: 'a', before: ['b'] }, { name: 'b', before: ['a'] });
  expect(loadOrder(['a'], set)).toEqual(['b', 'a']);
});

test('a name without a module is built in, or of another architecture', () => {
  expect(loadOrder(['a'], modules({ name: 'a', depends: ['b'] }))).toEqual(['a']);
  expect(loadOrder(['b'], modules({ name: 'a' }))).toEqual([]);
});
