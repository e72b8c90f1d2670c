// SPDX-License-Identifier: GPL-2.0-only
import type { Edit } from '../../src/c/edit.ts';
import type { Statements, TopLevel } from '../../src/c/fragment.ts';
import { functionHead } from '../../src/c/style.ts';
import type { PatchTemplate } from '../../src/series/topic.ts';
import { HELPER_NAME } from './layout/dma-buf.ts';
import type { Layout } from './layout/index.ts';
import { sparseLibvfio } from './libvfio.ts';
import { MAPPABLE_CAP } from './mappable-cap.ts';

/** The capability of v4.15 and before, for trees whose vfio_info_add_capability() takes a header. */
const SPARSE_BODY: Statements = `	u64 table_start = ALIGN_DOWN((u64)vdev->msix_offset, PAGE_SIZE);
	u64 table_end = PAGE_ALIGN((u64)vdev->msix_offset + vdev->msix_size);
	u64 bar_size = pci_resource_len(vdev->pdev, vdev->msix_bar);
	struct vfio_region_info_cap_sparse_mmap *sparse;
	u32 nr = 0;
	int ret;

	/* At most two areas: what lies before the table's pages, and behind */
	sparse = kzalloc(struct_size(sparse, areas, 2), GFP_KERNEL);
	if (!sparse)
		return -ENOMEM;

	if (table_start) {
		sparse->areas[nr].offset = 0;
		sparse->areas[nr].size = table_start;
		nr++;
	}

	if (table_end < bar_size) {
		sparse->areas[nr].offset = table_end;
		sparse->areas[nr].size = bar_size - table_end;
		nr++;
	}

	sparse->header.id = VFIO_REGION_INFO_CAP_SPARSE_MMAP;
	sparse->header.version = 1;
	sparse->nr_areas = nr;

	ret = vfio_info_add_capability(caps, &sparse->header,
				       struct_size(sparse, areas, nr));
	kfree(sparse);

	return ret;
`;

const OVERLAP: Statements = `	/*
	 * Vectors are set up through VFIO_DEVICE_SET_IRQS: the pages that
	 * hold the MSI-X table are not for the user to map.
	 */
	if (index == vdev->msix_bar) {
		u64 table_start = ALIGN_DOWN((u64)vdev->msix_offset, PAGE_SIZE);
		u64 table_end = PAGE_ALIGN((u64)vdev->msix_offset +
					   vdev->msix_size);

		if (req_start < table_end && req_start + req_len > table_start)
			return -EINVAL;
	}
`;

const DMA_BUF_HELPER = (device: string): TopLevel => `${functionHead(`static bool ${HELPER_NAME}`, [
  `struct ${device} *vdev`,
  'unsigned int region_index',
  'struct vfio_region_dma_range *dma_ranges',
  'size_t nr_ranges',
])}
	u64 table_start = ALIGN_DOWN((u64)vdev->msix_offset, PAGE_SIZE);
	u64 table_end = PAGE_ALIGN((u64)vdev->msix_offset + vdev->msix_size);
	size_t i;

	if (region_index != vdev->msix_bar)
		return false;

	for (i = 0; i < nr_ranges; i++) {
		u64 offset = dma_ranges[i].offset;

		if (offset < table_end &&
		    (offset >= table_start ||
		     dma_ranges[i].length > table_start - offset))
			return true;
	}

	return false;
}
`;

const DMA_BUF_REFUSAL: Statements = `	if (${HELPER_NAME}(vdev, region_index, dma_ranges, nr_ranges))
		return -EINVAL;
`;

const DMA_BUF = 'VFIO_DEVICE_FEATURE_DMA_BUF';
const DMA_BUF_NOTE = `Pages that mmap() refuses because they hold the MSI-X table are refused here,
with EINVAL.`;

const restoreMmap = (announced: boolean): PatchTemplate<Layout> => ({
  subject: 'vfio/pci: Restore the MSI-X mmap restriction',
  body: `Since commit a32295c612c5 ("vfio-pci: Allow mapping MSIX BAR") in v4.16
userspace may map the BAR that holds the MSI-X table without asking.  The
designs that were proposed instead, in November 2017 and before, all start
from a kernel that refuses to map the pages of the table, so none of them can
be looked at on a current tree.

Restore that starting point: region info describes the mappable parts of the
BAR by a sparse mmap capability, and an mmap that overlaps a page of the table
fails with -EINVAL.  Accesses by read() and write() are not concerned, they
have hidden the table all along.  One thing is not as v4.15 had it: where the
table's pages fill the BAR there is no area, and not one of size zero.

This breaks userspace that was written since v4.16.  The region still says
that it can be mapped, and a program that maps it whole without looking at its
capabilities fails.${
    announced
      ? `  A program that looks finds the sparse areas in the place of
VFIO_REGION_INFO_CAP_MSIX_MAPPABLE and maps around the table, as QEMU and DPDK
do, at the price that this is about.  Designs that let the table be mapped
announce it by that capability again.`
      : ''
  }

This is the base on which the designs are compared.  It is not proposed for
merging.`,
  comparison: true,
  edits: (vfio) => [
    ...vfio.regionInfo.advertises({ name: 'msix_sparse_mmap_cap', body: SPARSE_BODY }),
    ...vfio.mmap.isRestored(OVERLAP),
  ],
});

const restoreDmaBuf: PatchTemplate<Layout> = {
  subject: 'vfio/pci: Refuse to export the MSI-X table as a dma-buf',
  body: `VFIO_DEVICE_FEATURE_DMA_BUF hands out ranges of a BAR and never asks
where the MSI-X table is, so it is a way around a restriction of mmap().  The
restriction is older than the dma-buf export and could not foresee it.

Refuse ranges that overlap a page of the table with -EINVAL, as mmap() does.
Ranges are page aligned, so the pages around the table can still be exported
one by one.  A user that exports these pages today can no longer do so.

The check is in vfio_pci_core_get_dmabuf_phys(), where the region index is
known to be a BAR.  Drivers that hand out other memory under the index of a BAR
have a get_dmabuf_phys() of their own, as they have an mmap() of their own, and
come here for real BARs only.

Like the patch before, this is part of the base of the comparison, and not
proposed for merging.`,
  comparison: true,
  edits: (vfio) => [
    ...(vfio.dmaBuf?.gainsHelper(DMA_BUF_HELPER(vfio.device.tag)) ?? []),
    ...(vfio.dmaBuf?.refusal.isRestored(DMA_BUF_REFUSAL) ?? []),
    ...vfio.uapi.explains(DMA_BUF, DMA_BUF_NOTE),
  ],
};

/** The pages of the table are refused nowhere any more, and the header does not say that they are. */
export const nothingIsRefused = (vfio: Layout): Edit[] => [
  ...vfio.refusals.flatMap((refusal) => refusal.goes()),
  ...(vfio.dmaBuf ? vfio.uapi.forgets(DMA_BUF, DMA_BUF_NOTE) : []),
];

/** What a tree must be given back before any design makes sense on it. Its own text decides, never its version. */
export function prerequisite(vfio: Layout): PatchTemplate<Layout>[] {
  const restricts = !vfio.mmap.present;
  return [
    // Who asserts that everything can be mapped is taught better before it cannot.
    ...(restricts && vfio.selftests?.honoursSparse === false ? [sparseLibvfio] : []),
    ...(vfio.mmap.present ? [] : [restoreMmap(vfio.uapi.defines(MAPPABLE_CAP))]),
    ...(vfio.dmaBuf && !vfio.dmaBuf.refusal.present ? [restoreDmaBuf] : []),
  ];
}
