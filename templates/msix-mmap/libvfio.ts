// SPDX-License-Identifier: GPL-2.0-only
import type { Members, Statements, TopLevel } from '../../src/c/fragment.ts';
import type { PatchTemplate } from '../../src/series/topic.ts';
import type { Layout } from './layout/index.ts';

const READING: TopLevel = `/* Region info with its capability chain.  Free with free(). */
struct vfio_region_info *vfio_pci_region_info(struct vfio_pci_device *device,
					      u32 index)
{
	struct vfio_region_info *info;
	u32 argsz = sizeof(*info);

	for (;;) {
		info = calloc(1, argsz);
		VFIO_ASSERT_NOT_NULL(info);

		info->argsz = argsz;
		info->index = index;
		ioctl_assert(device->fd, VFIO_DEVICE_GET_REGION_INFO, info);
		if (info->argsz <= argsz)
			return info;

		argsz = info->argsz;
		free(info);
	}
}

struct vfio_info_cap_header *vfio_region_info_cap(struct vfio_region_info *info,
						  u16 id)
{
	struct vfio_info_cap_header *header;
	u32 offset = info->cap_offset;

	if (!(info->flags & VFIO_REGION_INFO_FLAG_CAPS))
		return NULL;

	while (offset) {
		VFIO_ASSERT_LE(offset + sizeof(*header), info->argsz);
		header = (void *)info + offset;
		if (header->id == id)
			return header;

		/* A chain that does not move on has no end */
		VFIO_ASSERT_TRUE(!header->next || header->next > offset);
		offset = header->next;
	}

	return NULL;
}
`;

const DECLARATIONS: TopLevel = `
struct vfio_region_info *vfio_pci_region_info(struct vfio_pci_device *device,
					      u32 index);
struct vfio_info_cap_header *vfio_region_info_cap(struct vfio_region_info *info,
						  u16 id);
`;

const MAPPING: TopLevel = `static void vfio_pci_bar_map_area(struct vfio_pci_device *device,
				  struct vfio_pci_bar *bar, int prot,
				  u64 offset, u64 size)
{
	void *vaddr;

	if (!size)
		return;

	vaddr = mmap(bar->vaddr + offset, size, prot, MAP_SHARED | MAP_FIXED,
		     device->fd, bar->info.offset + offset);
	VFIO_ASSERT_NE(vaddr, MAP_FAILED);
}

/* Where the region lists areas the rest of it cannot be mapped: holes stay */
static void vfio_pci_bar_map_areas(struct vfio_pci_device *device, int index,
				   int prot)
{
	struct vfio_region_info_cap_sparse_mmap *sparse;
	struct vfio_pci_bar *bar = &device->bars[index];
	struct vfio_info_cap_header *header;
	struct vfio_region_info *info;

	info = vfio_pci_region_info(device, index);
	header = vfio_region_info_cap(info, VFIO_REGION_INFO_CAP_SPARSE_MMAP);
	if (header) {
		u64 mapped = 0;

		sparse = container_of(header,
				      struct vfio_region_info_cap_sparse_mmap,
				      header);
		for (u32 i = 0; i < sparse->nr_areas; i++) {
			vfio_pci_bar_map_area(device, bar, prot,
					      sparse->areas[i].offset,
					      sparse->areas[i].size);
			mapped += sparse->areas[i].size;
		}

		bar->sparse = mapped < bar->info.size;
	} else {
		vfio_pci_bar_map_area(device, bar, prot, 0, bar->info.size);
	}

	free(info);
}
`;

const CALL: Statements = `	vfio_pci_bar_map_areas(device, index, prot);
`;

const MEMBER: Members = `	/* Not all of it is mapped: vaddr has holes that cannot be touched */
	bool sparse;
`;

/** That they do not build, and why, where the tree is at fault. */
export const doesNotBuild = ({ selftests }: Layout): string | undefined =>
  selftests?.lacks.length
    ? `The vfio selftests of the base do not build, with this series or without:
libvfio calls ${selftests.lacks.map((name) => `${name}()`).join(' and ')}, and no header that it includes defines it.
Backport that helper before make TARGETS=vfio.`
    : undefined;

/** What the tree's own tests need before a patch restricts what may be mapped. */
export const sparseLibvfio: PatchTemplate<Layout> = {
  subject: 'vfio: selftests: Map the areas that region info lists',
  body: `libvfio maps each BAR whole that has VFIO_REGION_INFO_FLAG_MMAP, and asserts that
it can.  A region with VFIO_REGION_INFO_CAP_SPARSE_MMAP may be mapped in the
listed areas only, since v4.6; the capabilities are never looked at.

Look at them.  Reserve address space for the whole BAR as before, map the areas
into it, and leave what is between them inaccessible.  A BAR with such holes
cannot be mapped for DMA as one range, so vfio_dma_mapping_mmio_test takes
another.  On a device that has no other BAR its tests are skipped, the one that
maps a part of a BAR as well.

On a device whose regions list no areas nothing changes.`,
  note: doesNotBuild,
  edits: ({ selftests }) =>
    selftests?.gainsSparse({
      reading: READING,
      declarations: DECLARATIONS,
      mapping: MAPPING,
      call: CALL,
      member: MEMBER,
    }) ?? [],
};
