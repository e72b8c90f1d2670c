// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { moduleInfoOf } from './modinfo.ts';
import { elfWith, moduleWith } from './testing/elf.ts';

test('names are those that the kernel uses, whatever the file writes', () => {
  const module = moduleWith([
    'softdep=post: vfio_iommu_type1 vfio-iommu-spapr-tce pre: early',
    'depends=vfio-pci-core,vfio',
    'name=vfio_pci',
    'vermagic=6.1.0-56-cloud-amd64 SMP preempt mod_unload modversions ',
  ]);
  expect(moduleInfoOf(module)).toMatchInlineSnapshot(`
    {
      "after": [
        "vfio_iommu_type1",
        "vfio_iommu_spapr_tce",
      ],
      "aliases": [],
      "before": [
        "early",
      ],
      "depends": [
        "vfio_pci_core",
        "vfio",
      ],
      "firmware": [],
      "name": "vfio_pci",
      "parameters": [],
      "vermagic": "6.1.0-56-cloud-amd64 SMP preempt mod_unload modversions",
    }
  `);
});

test('a module without dependencies has none', () => {
  expect(moduleInfoOf(moduleWith(['depends=', 'name=vfio']))?.depends).toEqual([]);
});

test('what is not a module has no information', () => {
  expect([Buffer.from('text'), elfWith({ '.text': Buffer.from('x') })].map(moduleInfoOf)).toEqual([
    undefined,
    undefined,
  ]);
});
