// SPDX-License-Identifier: GPL-2.0
#include <dirent.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include <linux/pci_regs.h>
#include <linux/vfio.h>

#include "bars.h"

#define DEVICE "/sys/bus/pci/devices/%s/%s"
#define CONFIG_SIZE 256
#define BARS 6
#define MEMORY 0x200	/* IORESOURCE_MEM */

static FILE *device_open(const char *bdf, const char *file)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), DEVICE, bdf, file);
	return fopen(path, "r");
}

/* The BAR with the MSI-X table, -1 for a device without one. */
static int table_bar(const char *bdf)
{
	uint8_t config[CONFIG_SIZE + PCI_MSIX_TABLE] = { 0 };
	FILE *file = device_open(bdf, "config");
	unsigned int at, left = CONFIG_SIZE / 4;

	if (!file)
		return -1;
	if (fread(config, 1, CONFIG_SIZE, file) != CONFIG_SIZE)
		config[PCI_CAPABILITY_LIST] = 0;
	fclose(file);
	for (at = config[PCI_CAPABILITY_LIST]; at >= PCI_STD_HEADER_SIZEOF && left--;
	     at = config[at + PCI_CAP_LIST_NEXT]) {
		at &= ~3u;
		if (config[at + PCI_CAP_LIST_ID] == PCI_CAP_ID_MSIX)
			return config[at + PCI_MSIX_TABLE] & PCI_MSIX_TABLE_BIR;
	}
	return -1;
}

/* DPDK keeps its structures to itself; a file descriptor is anybody's. */
static int device_fd(void)
{
	char link[PATH_MAX], target[PATH_MAX];
	DIR *folder = opendir("/proc/self/fd");
	struct dirent *entry;
	ssize_t length;
	int fd = -1;

	if (!folder)
		return -1;
	while (fd < 0 && (entry = readdir(folder))) {
		snprintf(link, sizeof(link), "/proc/self/fd/%s", entry->d_name);
		length = readlink(link, target, sizeof(target) - 1);
		if (length < 0)
			continue;
		target[length] = '\0';
		if (strstr(target, "vfio-device"))
			fd = atoi(entry->d_name);
	}
	closedir(folder);
	return fd;
}

/*
 * Where in the file of a mapping BAR @bar is: in the device's own since v6.10.
 * Before, vfio-pci wrote the physical address there.
 */
static bool within(uint64_t at, uint64_t physical, int bar, uint64_t size, uint64_t *offset)
{
	struct vfio_region_info info = { .argsz = sizeof(info), .index = bar };

	if (at >= physical && at < physical + size) {
		*offset = at - physical;
		return true;
	}
	if (ioctl(device_fd(), VFIO_DEVICE_GET_REGION_INFO, &info) ||
	    at < info.offset || at >= info.offset + size)
		return false;
	*offset = at - info.offset;
	return true;
}

static void area_print(uint64_t from, uint64_t to)
{
	printf(" 0x%" PRIx64 "-0x%" PRIx64, from, to);
}

/* Neighbours are one area, however many mappings they are. */
static int areas_print(int bar, uint64_t physical, uint64_t size)
{
	uint64_t from, to, at, first = 0, last = 0;
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[PATH_MAX + 128];
	int count = 0;

	if (!maps)
		return 0;
	while (fgets(line, sizeof(line), maps)) {
		if (!strstr(line, "vfio") ||
		    sscanf(line, "%" SCNx64 "-%" SCNx64 " %*s %" SCNx64, &from, &to, &at) != 3 ||
		    !within(at, physical, bar, size, &at))
			continue;
		if (count && at == last) {
			last += to - from;
			continue;
		}
		if (count++)
			area_print(first, last);
		first = at;
		last = at + to - from;
	}
	if (count)
		area_print(first, last);
	fclose(maps);
	return count;
}

int bars_report(const char *bdf)
{
	FILE *resource = device_open(bdf, "resource");
	int bar, mapped = 0, table = table_bar(bdf);
	uint64_t start, end, flags;

	if (!resource)
		return 0;
	for (bar = 0; bar < BARS; bar++) {
		if (fscanf(resource, "%" SCNx64 " %" SCNx64 " %" SCNx64, &start, &end, &flags) != 3)
			break;
		if (!(flags & MEMORY))
			continue;
		printf("# mapped BAR %d of 0x%" PRIx64 "%s:", bar, end - start + 1,
		       bar == table ? " with the table" : "");
		if (areas_print(bar, start, end - start + 1))
			mapped++;
		else
			printf(" nothing");
		printf("\n");
	}
	fclose(resource);
	return mapped;
}
