/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_DMA_H
#define KPW_DMA_H

#include <stdbool.h>
#include <stdint.h>

#include "vfio.h"

/* A page of memory that a device may read and write. */
struct dma {
	volatile uint32_t *memory;
	uint64_t length;
	uint64_t iova;		/* where the device finds it */
};

/* One for each container; -1 with errno. */
int dma_map(const struct vfio *vfio, struct dma *dma);
/* After the container was closed. */
void dma_unmap(struct dma *dma);

#endif
