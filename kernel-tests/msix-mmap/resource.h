/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_RESOURCE_H
#define KPW_RESOURCE_H

#include <stdbool.h>

#define IORESOURCE_IO 0x100
#define IORESOURCE_MEM 0x200

/* A BAR's or the ROM's addresses, as the kernel has given them out (include/linux/ioport.h). */
struct resource {
	unsigned long long start;
	unsigned long long end;
	unsigned long long flags;
};

/* From sysfs; false where there is none. */
bool resource_of(const char *bdf, unsigned int index, struct resource *resource);

/*
 * Whether the kernel lets a BAR be mapped at all, by its own rule (see
 * vfio_pci_probe_mmaps()) and from where sysfs says that the BAR is: memory,
 * and a page or more, or else at the start of a page in which nothing else is.
 */
bool resource_mappable(const char *bdf, unsigned int index);

#endif
