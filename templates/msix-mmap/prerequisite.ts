// SPDX-License-Identifier: GPL-2.0-only
import type { Statements, TopLevel } from '../../src/c/fragment.ts';
import { functionHead } from '../../src/c/style.ts';
import type { PatchTemplate } from '../../src/series/topic.ts';
import { HELPER_NAME } from './layout/dma-buf.ts';
import type { Layout } from './layout/index.ts';

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
  'struct vfio_device_feature_dma_buf *dma_buf',
  'struct vfio_region_dma_range *dma_ranges',
])}
	u64 table_start = ALIGN_DOWN((u64)vdev->msix_offset, PAGE_SIZE);
	u64 table_end = PAGE_ALIGN((u64)vdev->msix_offset + vdev->msix_size);
	u32 i;

	if (dma_buf->region_index != vdev->msix_bar)
		return false;

	for (i = 0; i < dma_buf->nr_ranges; i++) {
		u64 offset = dma_ranges[i].offset;

		if (offset < table_end &&
		    (offset >= table_start ||
		     dma_ranges[i].length > table_start - offset))
			return true;
	}

	return false;
}
`;

const DMA_BUF_REFUSAL: Statements = `	if (${HELPER_NAME}(vdev, &get_dma_buf, dma_ranges)) {
		ret = -EINVAL;
		goto err_free_ranges;
	}
`;

// Named by version and title: checkpatch.pl warns of every commit id that it cannot look up, and the trees that
// this patch is made for mostly come without a history. It is commit a32295c612c5.
const restoreMmap: PatchTemplate<Layout> = {
  subject: 'vfio/pci: Restore the MSI-X mmap restriction',
  body: `Since v4.16 ("vfio-pci: Allow mapping MSIX BAR") userspace may map the BAR
that holds the MSI-X table without asking.  The designs that were proposed
instead, in November 2017 and before, all start from a kernel that refuses
to map the pages of the table, so none of them can be looked at on a
current tree.

Restore that starting point: region info describes the mappable parts of the
BAR by a sparse mmap capability, and an mmap that overlaps a page of the table
fails with -EINVAL.  Accesses by read() and write() are not concerned, they
have hidden the table all along.

This is the base on which the designs are compared.  It is not proposed for
merging on its own.`,
  edits: (vfio) => [
    ...vfio.regionInfo.advertises({ name: 'msix_sparse_mmap_cap', body: SPARSE_BODY }),
    ...vfio.mmap.isRestored(OVERLAP),
  ],
};

const restoreDmaBuf: PatchTemplate<Layout> = {
  subject: 'vfio/pci: Refuse to export the MSI-X table as a dma-buf',
  body: `VFIO_DEVICE_FEATURE_DMA_BUF hands out ranges of a BAR and never asks
where the MSI-X table is, so it is a way around a restriction of mmap().  The
restriction is older than the dma-buf export and could not foresee it.

Refuse ranges that overlap a page of the table with -EINVAL, as mmap() does.
Ranges are page aligned, so the pages around the table can still be exported
one by one.`,
  edits: (vfio) => [
    ...(vfio.dmaBuf?.gainsHelper(DMA_BUF_HELPER(vfio.device.tag)) ?? []),
    ...(vfio.dmaBuf?.refusal.isRestored(DMA_BUF_REFUSAL) ?? []),
  ],
};

/** What a tree must be given back before any design makes sense on it. Its own text decides, never its version. */
export function prerequisite(vfio: Layout): PatchTemplate<Layout>[] {
  return [
    ...(vfio.mmap.present ? [] : [restoreMmap]),
    ...(vfio.dmaBuf && !vfio.dmaBuf.refusal.present ? [restoreDmaBuf] : []),
  ];
}
