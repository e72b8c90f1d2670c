/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_PHYSICAL_H
#define KPW_PHYSICAL_H

#include <stddef.h>
#include <stdint.h>

#define PHYSICAL_SIZE 256
#define PHYSICAL_TEXT 160

/*
 * A device's own config space, past what vfio shows of it: sysfs reads it from
 * the device (Documentation/PCI/sysfs-pci.rst). Bytes that cannot be had are 0xff.
 */
struct physical {
	uint8_t bytes[PHYSICAL_SIZE];
};

/* 0, or -1 with errno. */
int physical_read(const char *bdf, struct physical *physical);

/* Where a capability is; 0 where there is none. */
unsigned int physical_capability(const struct physical *physical, uint8_t id);

/*
 * What somebody who shares the device with the kernel must not change behind
 * its back, in PHYSICAL_TEXT bytes: "command=0x503,bars=own,rom=off,msi=off,msix=on,state=0".
 * @before says which addresses the BARs have: "own", or "other".
 */
void physical_text(const struct physical *physical, const struct physical *before, char *text);

/* Of power/runtime_status: "suspended", waited for as long as a device takes to fall asleep, "active", "untold". */
const char *physical_power(const char *bdf);

#endif
