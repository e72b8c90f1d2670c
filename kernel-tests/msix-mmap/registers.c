// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "registers.h"

/* What MSI-X itself has in a BAR is not here: its capability says where that is. */
static const struct {
	const char *role;
	struct ordinary_register ordinary;
} known[] = {
	{ "e1000e", { "status", 0, 0x8 } },
	{ "e1000e", { "ral", 0, 0x5400 } },
	{ "nvme", { "vs", 0, 0x8 } },
	{ "nvme", { "cap", 0, 0x0 } },
	{ "nvme64k", { "vs", 0, 0x8 } },
	{ "nvme64k", { "cap", 0, 0x0 } },
	{ "xhci", { "caplength", 0, 0x0 } },
	{ "vmxnet3", { "vrrs", 1, 0x0 } },
	{ "igb", { "status", 0, 0x8 } },
	{ "unplug", { "status", 0, 0x8 } },
	{ "plain", { "identification", 0, 0x0 } },	/* of QEMU's edu */
};

bool ordinary_register_at(const struct subject *subject, unsigned int position,
			  struct ordinary_register *ordinary)
{
	const struct msix *msix = &subject->msix;
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(known[i].role, subject->role))
			continue;
		if (!position--) {
			*ordinary = known[i].ordinary;
			return true;
		}
	}
	/* Nothing is pending while no vector is masked: the bits hold still, too. */
	*ordinary = (struct ordinary_register){ "pba", msix->pba_bar, msix->pba_offset };
	return msix->present && !position;
}

bool ordinary_register_in(const struct subject *subject, unsigned int bar,
			  struct ordinary_register *ordinary)
{
	unsigned int i;

	for (i = 0; ordinary_register_at(subject, i, ordinary); i++)
		if (ordinary->bar == bar)
			return true;
	return false;
}
