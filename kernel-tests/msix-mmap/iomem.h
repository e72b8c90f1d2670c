/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_IOMEM_H
#define KPW_IOMEM_H

#include <stdint.h>

#define IOMEM_NAME 64

/*
 * Who has claimed the memory of a device's BAR, by /proc/iomem: the name of what
 * lies in it, "nobody", or "untold" where the kernel hides the addresses.
 */
void iomem_claimed(const char *bdf, unsigned int bar, char *name);

/* Where sysfs says that a BAR is; 0 where it is nowhere. */
uint64_t iomem_start(const char *bdf, unsigned int bar);

#endif
