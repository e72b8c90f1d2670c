// SPDX-License-Identifier: GPL-2.0
#include <endian.h>
#include <errno.h>
#include <linux/pci_regs.h>
#include <linux/vfio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pci.h"
#include "region.h"

/* Config space holds no more than this many capabilities: a guard against a loop. */
#define CAPABILITIES_MAX ((256 - PCI_STD_HEADER_SIZEOF) / 4)

struct config {
	int device;
	uint64_t offset;
};

static int config_open(int device, struct config *config)
{
	struct vfio_region_info *info = region_info(device, VFIO_PCI_CONFIG_REGION_INDEX);

	if (!info)
		return -1;
	*config = (struct config){ device, info->offset };
	free(info);
	return 0;
}

static int config_read(const struct config *config, unsigned int at, void *data, size_t size)
{
	ssize_t got = pread(config->device, data, size, config->offset + at);

	if (got >= 0 && (size_t)got != size)
		errno = EIO;
	return got == (ssize_t)size ? 0 : -1;
}

static int config_write(const struct config *config, unsigned int at, const void *data, size_t size)
{
	return pwrite(config->device, data, size, config->offset + at) == (ssize_t)size ? 0 : -1;
}

int pci_config_read(int device, unsigned int at, uint32_t *value, size_t size)
{
	struct config config;
	uint32_t raw = 0;

	if (config_open(device, &config) || config_read(&config, at, &raw, size))
		return -1;
	*value = le32toh(raw);
	return 0;
}

int pci_config_write(int device, unsigned int at, uint32_t value, size_t size)
{
	struct config config;

	value = htole32(value);
	return config_open(device, &config) ? -1 : config_write(&config, at, &value, size);
}

static int config_capability(const struct config *config, uint8_t id)
{
	uint8_t at, header[2];
	uint16_t status;
	int tries;

	if (config_read(config, PCI_STATUS, &status, 2))
		return -1;
	if (!(le16toh(status) & PCI_STATUS_CAP_LIST))
		return 0;
	if (config_read(config, PCI_CAPABILITY_LIST, &at, 1))
		return -1;
	for (tries = 0; at && tries < CAPABILITIES_MAX; tries++) {
		at &= ~3;
		if (config_read(config, at, header, 2))
			return -1;
		if (header[0] == id)
			return at;
		at = header[1];
	}
	return 0;
}

int pci_find_msix(int device, struct msix *msix)
{
	struct config config;
	uint32_t table, pba;
	uint16_t control;
	int at;

	memset(msix, 0, sizeof(*msix));
	if (config_open(device, &config))
		return -1;
	at = config_capability(&config, PCI_CAP_ID_MSIX);
	if (at <= 0)
		return at;
	if (config_read(&config, at + PCI_MSIX_FLAGS, &control, 2) ||
	    config_read(&config, at + PCI_MSIX_TABLE, &table, 4) ||
	    config_read(&config, at + PCI_MSIX_PBA, &pba, 4))
		return -1;
	msix->present = true;
	msix->entries = (le16toh(control) & PCI_MSIX_FLAGS_QSIZE) + 1;
	msix->table_bar = le32toh(table) & PCI_MSIX_TABLE_BIR;
	msix->table_offset = le32toh(table) & PCI_MSIX_TABLE_OFFSET;
	msix->pba_bar = le32toh(pba) & PCI_MSIX_PBA_BIR;
	msix->pba_offset = le32toh(pba) & PCI_MSIX_PBA_OFFSET;
	return 0;
}

static int command_change(int device, uint16_t clear, uint16_t set)
{
	struct config config;
	uint16_t command;

	if (config_open(device, &config) || config_read(&config, PCI_COMMAND, &command, 2))
		return -1;
	command = htole16((le16toh(command) & ~clear) | set);
	return config_write(&config, PCI_COMMAND, &command, 2);
}

int pci_enable(int device)
{
	return command_change(device, 0, PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER);
}

int pci_decode(int device, bool on)
{
	return command_change(device, PCI_COMMAND_MEMORY, on ? PCI_COMMAND_MEMORY : 0);
}

int pci_sleep(int device, bool asleep)
{
	struct config config;
	uint16_t control;
	int at;

	if (config_open(device, &config))
		return -1;
	at = config_capability(&config, PCI_CAP_ID_PM);
	if (!at)
		errno = ENODEV;
	if (at <= 0 || config_read(&config, at + PCI_PM_CTRL, &control, 2))
		return -1;
	control = (le16toh(control) & ~PCI_PM_CTRL_STATE_MASK) | (asleep ? 3 : 0);
	control = htole16(control);
	return config_write(&config, at + PCI_PM_CTRL, &control, 2);
}

int pci_function_reset(int device)
{
	struct config config;
	uint32_t can;
	uint16_t control;
	int at;

	if (config_open(device, &config))
		return -1;
	at = config_capability(&config, PCI_CAP_ID_EXP);
	if (at < 0 || (at && config_read(&config, at + PCI_EXP_DEVCAP, &can, 4)))
		return -1;
	if (!at || !(le32toh(can) & PCI_EXP_DEVCAP_FLR)) {
		errno = ENODEV;
		return -1;
	}
	if (config_read(&config, at + PCI_EXP_DEVCTL, &control, 2))
		return -1;
	control = htole16(le16toh(control) | PCI_EXP_DEVCTL_BCR_FLR);
	return config_write(&config, at + PCI_EXP_DEVCTL, &control, 2);
}
