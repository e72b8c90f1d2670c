// SPDX-License-Identifier: GPL-2.0
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "iomem.h"
#include "resource.h"

uint64_t iomem_start(const char *bdf, unsigned int bar)
{
	struct resource own;

	return resource_of(bdf, bar, &own) ? own.start : 0;
}

void iomem_claimed(const char *bdf, unsigned int bar, char *name)
{
	struct resource own = { 0 };
	bool within = false, told = false, there = resource_of(bdf, bar, &own);
	unsigned long long first, last;
	char line[256], text[IOMEM_NAME];
	FILE *file = fopen(own.flags & IORESOURCE_IO ? "/proc/ioports" : "/proc/iomem", "re");

	snprintf(name, IOMEM_NAME, "nobody");
	if (!there || !file)
		snprintf(name, IOMEM_NAME, "untold");
	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%llx-%llx : %63[^\n]", &first, &last, text) != 3)
			continue;
		told |= last != 0;
		/* First the BAR itself, under the device's name; then what lies in it. */
		if (within && first >= own.start && last <= own.end) {
			snprintf(name, IOMEM_NAME, "%s", text);
			break;
		}
		within = first == own.start && last == own.end;
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
