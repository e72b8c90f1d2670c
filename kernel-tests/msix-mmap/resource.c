// SPDX-License-Identifier: GPL-2.0
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "resource.h"

#define DEVICES "/sys/bus/pci/devices"
/* Six BARs and the ROM; what follows are SR-IOV BARs and a bridge's windows, which hold others' BARs. */
#define RESOURCES 7

/* How many there are; a BAR that the device does not have is all zeroes. */
static unsigned int resources_read(const char *bdf, struct resource *resources)
{
	char path[PATH_MAX];
	unsigned int count = 0;
	FILE *file;

	snprintf(path, sizeof(path), DEVICES "/%s/resource", bdf);
	file = fopen(path, "re");
	if (!file)
		return 0;
	while (count < RESOURCES &&
	       fscanf(file, "%llx %llx %llx", &resources[count].start, &resources[count].end,
		      &resources[count].flags) == 3)
		count++;
	fclose(file);
	return count;
}

bool resource_of(const char *bdf, unsigned int index, struct resource *resource)
{
	struct resource resources[RESOURCES];

	if (index >= resources_read(bdf, resources))
		return false;
	*resource = resources[index];
	return resource->start || resource->end;
}

/* A memory resource of any device that begins or ends between @first and @last. */
static bool taken(unsigned long long first, unsigned long long last)
{
	struct resource resources[RESOURCES];
	struct dirent *entry;
	unsigned int i, count;
	bool found = false;
	DIR *directory = opendir(DEVICES);

	if (!directory)
		return true;
	while (!found && (entry = readdir(directory))) {
		count = entry->d_name[0] == '.' ? 0 : resources_read(entry->d_name, resources);
		for (i = 0; i < count; i++)
			if (resources[i].flags & IORESOURCE_MEM && resources[i].start <= last &&
			    resources[i].end >= first)
				found = true;
	}
	closedir(directory);
	return found;
}

bool resource_mappable(const char *bdf, unsigned int index)
{
	struct resource bar;
	unsigned long long page = sysconf(_SC_PAGESIZE);

	if (!resource_of(bdf, index, &bar) || !(bar.flags & IORESOURCE_MEM))
		return false;
	if (bar.end - bar.start + 1 >= page)
		return true;
	return !(bar.start % page) && !taken(bar.end + 1, bar.start + page - 1);
}
