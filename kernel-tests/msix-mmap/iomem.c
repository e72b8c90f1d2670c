// SPDX-License-Identifier: GPL-2.0
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "iomem.h"

#define IORESOURCE_IO 0x100

static bool bounds(const char *bdf, unsigned int bar, unsigned long long *start,
		   unsigned long long *end, unsigned long long *flags)
{
	char path[PATH_MAX];
	unsigned int i;
	bool found = false;
	FILE *file;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/resource", bdf);
	file = fopen(path, "re");
	if (!file)
		return false;
	for (i = 0; i <= bar; i++)
		found = fscanf(file, "%llx %llx %llx", start, end, flags) == 3;
	fclose(file);
	return found && *start;
}

uint64_t iomem_start(const char *bdf, unsigned int bar)
{
	unsigned long long start, end, flags;

	return bounds(bdf, bar, &start, &end, &flags) ? start : 0;
}

void iomem_claimed(const char *bdf, unsigned int bar, char *name)
{
	unsigned long long start = 0, end = 0, flags = 0, first, last;
	bool within = false, told = false, there = bounds(bdf, bar, &start, &end, &flags);
	char line[256], text[IOMEM_NAME];
	FILE *file = fopen(flags & IORESOURCE_IO ? "/proc/ioports" : "/proc/iomem", "re");

	snprintf(name, IOMEM_NAME, "nobody");
	if (!there || !file)
		snprintf(name, IOMEM_NAME, "untold");
	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%llx-%llx : %63[^\n]", &first, &last, text) != 3)
			continue;
		told |= last != 0;
		/* First the BAR itself, under the device's name; then what lies in it. */
		if (within && first >= start && last <= end) {
			snprintf(name, IOMEM_NAME, "%s", text);
			break;
		}
		within = first == start && last == end;
	}
	if (!told)
		snprintf(name, IOMEM_NAME, "untold");
	if (file)
		fclose(file);
	/* An observation is one word. */
	for (; *name; name++)
		if (*name == ' ')
			*name = '_';
}
