/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_DPDK_BARS_H
#define KPW_DPDK_BARS_H

/*
 * Prints a line for each memory BAR of the device at a PCI address,
 *
 *	# mapped BAR 3 of 0x4000 with the table: 0x1000-0x4000
 *
 * with what of it vfio has mapped into this process, as the kernel tells it
 * (/proc/self/maps): "nothing", or areas in ascending order. One BAR has the
 * MSI-X table.
 *
 * Returns the number of BARs of which something is mapped.
 */
int bars_report(const char *bdf);

#endif
