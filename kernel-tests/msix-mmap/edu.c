// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <unistd.h>

#include "edu.h"

/* docs/specs/edu of QEMU. A transfer begins 100 ms after it was asked for. */
#define DMA_SOURCE 0x80
#define DMA_DESTINATION 0x88
#define DMA_COUNT 0x90
#define DMA_COMMAND 0x98
#define DMA_RUN 1
#define DMA_TO_PCI 2
#define WAIT_MS 3000

static int start(const struct bar *bar, uint64_t source, uint64_t destination, uint32_t count,
		 uint32_t command)
{
	return bar_write32(bar, DMA_SOURCE, source) ||
	       bar_write32(bar, DMA_DESTINATION, destination) ||
	       bar_write32(bar, DMA_COUNT, count) ||
	       bar_write32(bar, DMA_COMMAND, command | DMA_RUN) ? -1 : 0;
}

int edu_load(const struct bar *bar, uint64_t from, uint32_t count)
{
	return start(bar, from, EDU_BUFFER, count, 0);
}

int edu_store(const struct bar *bar, uint32_t at, uint64_t to, uint32_t count)
{
	return start(bar, EDU_BUFFER + at, to, count, DMA_TO_PCI);
}

int edu_wait(const struct bar *bar)
{
	uint32_t command;
	int waited;

	for (waited = 0; waited < WAIT_MS; waited += 2) {
		if (bar_read32(bar, DMA_COMMAND, &command))
			return -1;
		if (!(command & DMA_RUN))
			return 0;
		usleep(2000);
	}
	errno = ETIMEDOUT;
	return -1;
}
