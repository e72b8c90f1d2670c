/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_RESOURCE_H
#define KPW_RESOURCE_H

#include <stdbool.h>

/*
 * Whether the kernel lets a BAR be mapped at all, by its own rule (see
 * vfio_pci_probe_mmaps()) and from where sysfs says that the BAR is: memory,
 * and a page or more, or else at the start of a page in which nothing else is.
 */
bool resource_mappable(const char *bdf, unsigned int index);

#endif
