/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_PCI_H
#define KPW_PCI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MSIX_ENTRY_SIZE 16

/* Where a device says in its MSI-X capability that table and PBA are. */
struct msix {
	bool present;
	unsigned int entries;
	unsigned int table_bar;
	uint32_t table_offset;
	unsigned int pba_bar;
	uint32_t pba_offset;
};

/* Read from the device through the vfio config region; -1 with errno. */
int pci_find_msix(int device, struct msix *msix);

/* Config space as vfio shows it, of 1, 2 or 4 bytes that are little-endian there; -1 with errno. */
int pci_config_read(int device, unsigned int at, uint32_t *value, size_t size);
int pci_config_write(int device, unsigned int at, uint32_t value, size_t size);

/* Memory decoding and bus mastering on: without the latter no MSI leaves the device. */
int pci_enable(int device);
/* Memory decoding alone: whether the device answers at its BARs. */
int pci_decode(int device, bool on);

/* To D3hot by the power management capability, and back to D0; ENODEV without the capability. */
int pci_sleep(int device, bool asleep);

/* A function level reset by the PCI Express capability; ENODEV where the device has none. */
int pci_function_reset(int device);

#endif
