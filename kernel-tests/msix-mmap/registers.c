// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "e1000e.h"
#include "registers.h"

const struct ordinary_register ordinary_registers[] = {
	{ "e1000e", "status", 0, E1000E_STATUS },
	{ "e1000e", "ral", 0, E1000E_RAL },
	/* BAR3 is MSI-X alone: its pending bits are the only thing beside the table. */
	{ "e1000e", "pba", 3, 0x2000 },
	{ "nvme", "vs", 0, 0x8 },
	{ "nvme", "cap", 0, 0x0 },
	{ "plain", "identification", 0, 0x0 },	/* of QEMU's edu */
};

const size_t nr_ordinary_registers = sizeof(ordinary_registers) / sizeof(ordinary_registers[0]);

const struct ordinary_register *ordinary_register(const char *role, unsigned int bar)
{
	size_t i;

	for (i = 0; i < nr_ordinary_registers; i++)
		if (!strcmp(ordinary_registers[i].role, role) && ordinary_registers[i].bar == bar)
			return &ordinary_registers[i];
	return NULL;
}
