// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "slab.h"

static long from_slabinfo(FILE *file)
{
	unsigned long active, total, size;
	char line[512], name[64];
	long bytes = 0;

	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "%63s %lu %lu %lu", name, &active, &total, &size) == 4 &&
		    !strncmp(name, "kmalloc-", 8))
			bytes += active * size;
	return bytes;
}

static long from_meminfo(FILE *file)
{
	char line[512];
	long kilobytes;

	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "SUnreclaim: %ld", &kilobytes) == 1)
			return kilobytes * 1024;
	return -1;
}

long slab_grain(void)
{
	/*
	 * /proc/meminfo counts whole slabs, one or two of which anybody may take in
	 * between. SLUB makes them of up to 8 pages (slub_max_order is
	 * PAGE_ALLOC_COSTLY_ORDER).
	 */
	return access("/proc/slabinfo", R_OK) ? 2 * 8 * sysconf(_SC_PAGESIZE) : 0;
}

long slab_bytes(void)
{
	FILE *file = fopen("/proc/slabinfo", "re");
	long bytes;

	if (file) {
		bytes = from_slabinfo(file);
	} else {
		file = fopen("/proc/meminfo", "re");
		if (!file)
			return -1;
		bytes = from_meminfo(file);
	}
	fclose(file);
	return bytes;
}
