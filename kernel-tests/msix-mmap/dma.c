// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <linux/vfio.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dma.h"

/* Below 4 GiB, for devices that know no more, and far from where x86 has its interrupts. */
#define IOVA 0x100000

static bool iommu_is(const char *name)
{
	const char *iommu = getenv("KPW_IOMMU");

	return !strcmp(iommu ? iommu : "type1", name);
}

/* Without an IOMMU a device reads and writes where memory is. */
static int physical_address(const void *memory, uint64_t *address)
{
	uint64_t entry, page = sysconf(_SC_PAGESIZE);
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	ssize_t got;

	if (fd < 0)
		return -1;
	got = pread(fd, &entry, sizeof(entry), (uintptr_t)memory / page * sizeof(entry));
	close(fd);
	/*
	 * Bit 63 says that the page is there, bits 0 to 54 where, which are 0 for who
	 * may not know (admin-guide/mm/pagemap.rst).
	 */
	if (got != sizeof(entry) || !(entry >> 63)) {
		errno = EIO;
		return -1;
	}
	entry &= (1ULL << 55) - 1;
	if (!entry) {
		errno = EPERM;
		return -1;
	}
	*address = entry * page;
	return 0;
}

/*
 * MAP_LOCKED keeps a page in memory and not in its place. A huge page stays where
 * it is; without one the address is looked up again afterwards (dma_unmap()).
 */
static void *memory_that_stays(uint64_t length)
{
	static const int flags = MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE | MAP_LOCKED;
	void *memory = MAP_FAILED;

	if (iommu_is("noiommu"))
		memory = mmap(NULL, length, PROT_READ | PROT_WRITE, flags | MAP_HUGETLB, -1, 0);
	if (memory == MAP_FAILED)
		memory = mmap(NULL, length, PROT_READ | PROT_WRITE, flags, -1, 0);
	return memory;
}

/* The window that SPAPR has from the start, in which memory is mapped that was registered. */
static int spapr_prepare(int container, const struct dma *dma, uint64_t *iova)
{
	struct vfio_iommu_spapr_tce_info info = { .argsz = sizeof(info) };
	struct vfio_iommu_spapr_register_memory memory = {
		.argsz = sizeof(memory), .vaddr = (uintptr_t)dma->memory, .size = dma->length,
	};

	if (ioctl(container, VFIO_IOMMU_SPAPR_TCE_GET_INFO, &info) ||
	    ioctl(container, VFIO_IOMMU_SPAPR_REGISTER_MEMORY, &memory))
		return -1;
	*iova = info.dma32_window_start;
	return 0;
}

int dma_map(const struct vfio *vfio, struct dma *dma)
{
	struct vfio_iommu_type1_dma_map map = {
		.argsz = sizeof(map),
		.flags = VFIO_DMA_MAP_FLAG_READ | VFIO_DMA_MAP_FLAG_WRITE,
	};

	dma->iova = IOVA;
	dma->length = sysconf(_SC_PAGESIZE);
	dma->memory = memory_that_stays(dma->length);
	if (dma->memory == MAP_FAILED)
		return -1;
	if (iommu_is("noiommu"))
		return physical_address((void *)dma->memory, &dma->iova);
	if (iommu_is("spapr") && spapr_prepare(vfio->container, dma, &dma->iova))
		return -1;
	map.vaddr = (uintptr_t)dma->memory;
	map.size = dma->length;
	map.iova = dma->iova;
	return ioctl(vfio->container, VFIO_IOMMU_MAP_DMA, &map);
}

/* The container's end takes the mapping with it. */
void dma_unmap(struct dma *dma)
{
	uint64_t address;

	if (dma->memory == MAP_FAILED)
		return;
	/* Where it is no longer the device has written to somebody else's memory. */
	if (iommu_is("noiommu") &&
	    (physical_address((void *)dma->memory, &address) || address != dma->iova)) {
		printf("# the page of a DMA has moved: nothing of this guest can be believed\n");
		abort();
	}
	munmap((void *)dma->memory, dma->length);
	dma->memory = MAP_FAILED;
}
