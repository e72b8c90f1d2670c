// SPDX-License-Identifier: GPL-2.0
#include <fcntl.h>
#include <limits.h>
#include <linux/pci_regs.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "physical.h"

#define BARS_SIZE (6 * 4)
#define CAPABILITIES_MAX ((PHYSICAL_SIZE - PCI_STD_HEADER_SIZEOF) / 4)
/* Bits of an address in the ROM's BAR; the rest says whether it answers. */
#define ROM_ADDRESS 0xfffff800

int physical_read(const char *bdf, struct physical *physical)
{
	char path[PATH_MAX];
	ssize_t got;
	int fd;

	memset(physical, 0xff, sizeof(*physical));
	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/config", bdf);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	got = read(fd, physical->bytes, sizeof(physical->bytes));
	close(fd);
	return got >= PCI_STD_HEADER_SIZEOF ? 0 : -1;
}

static uint32_t word(const struct physical *physical, unsigned int at)
{
	return physical->bytes[at] | physical->bytes[at + 1] << 8;
}

static uint32_t dword(const struct physical *physical, unsigned int at)
{
	return word(physical, at) | word(physical, at + 2) << 16;
}

unsigned int physical_capability(const struct physical *physical, uint8_t id)
{
	unsigned int at = physical->bytes[PCI_CAPABILITY_LIST] & ~3, tries;

	if (!(word(physical, PCI_STATUS) & PCI_STATUS_CAP_LIST))
		return 0;
	for (tries = 0; at >= PCI_STD_HEADER_SIZEOF && tries < CAPABILITIES_MAX; tries++) {
		if (physical->bytes[at] == id)
			return at;
		at = physical->bytes[at + 1] & ~3;
	}
	return 0;
}

static const char *flags(const struct physical *physical, uint8_t id, uint16_t on, uint16_t mask)
{
	unsigned int at = physical_capability(physical, id);
	uint32_t control;

	if (!at)
		return "none";
	control = word(physical, at + 2);
	return control & mask ? "masked" : control & on ? "on" : "off";
}

void physical_text(const struct physical *physical, const struct physical *before, char *text)
{
	const uint8_t *own = before->bytes + PCI_BASE_ADDRESS_0;
	uint32_t rom = dword(physical, PCI_ROM_ADDRESS);
	unsigned int pm = physical_capability(physical, PCI_CAP_ID_PM);

	snprintf(text, PHYSICAL_TEXT, "command=0x%x,bars=%s,rom=%s,msi=%s,msix=%s,state=%u",
		 word(physical, PCI_COMMAND),
		 memcmp(physical->bytes + PCI_BASE_ADDRESS_0, own, BARS_SIZE) ? "other" : "own",
		 (rom ^ dword(before, PCI_ROM_ADDRESS)) & ROM_ADDRESS ? "other" :
		 rom & PCI_ROM_ADDRESS_ENABLE ? "on" : "off",
		 flags(physical, PCI_CAP_ID_MSI, PCI_MSI_FLAGS_ENABLE, 0),
		 flags(physical, PCI_CAP_ID_MSIX, PCI_MSIX_FLAGS_ENABLE, PCI_MSIX_FLAGS_MASKALL),
		 pm ? word(physical, pm + PCI_PM_CTRL) & PCI_PM_CTRL_STATE_MASK : 0);
}

/* It takes 10 ms and more, and on a busy host as long as it takes. */
#define TRIES 1000
#define WAIT_US 5000

const char *physical_power(const char *bdf)
{
	static char status[32];
	char path[PATH_MAX];
	FILE *file;
	int i;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/power/runtime_status", bdf);
	for (i = 0; i < TRIES; i++) {
		file = fopen(path, "re");
		if (!file || fscanf(file, "%31s", status) != 1)
			snprintf(status, sizeof(status), "untold");
		if (file)
			fclose(file);
		if (strcmp(status, "active") && strcmp(status, "suspending"))
			break;
		usleep(WAIT_US);
	}
	return status;
}
