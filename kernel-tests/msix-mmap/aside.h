/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_ASIDE_H
#define KPW_ASIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "subject.h"

/*
 * A BAR's MSI-X table, seen past vfio: through the mapping that sysfs gives
 * root of the whole BAR (Documentation/PCI/sysfs-pci.rst). The kernel has to be
 * booted with iomem=relaxed: otherwise sysfs gives no BAR that a driver uses.
 */
struct aside {
	void *mapping;
	uint64_t length;
	volatile uint8_t *bytes;	/* of the BAR, from its start */
};

/* NULL, or why the kernel gives none. */
const char *aside_open(struct aside *aside, const struct subject *subject, unsigned int index);
void aside_close(struct aside *aside);

/* By 32-bit accesses, which every device takes; @offset and @length are multiples of 4. */
void aside_read(const struct aside *aside, uint64_t offset, void *data, uint64_t length);
void aside_write(const struct aside *aside, uint64_t offset, const void *data, uint64_t length);

#endif
