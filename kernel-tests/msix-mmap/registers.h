/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_REGISTERS_H
#define KPW_REGISTERS_H

#include <stddef.h>
#include <stdint.h>

/* Registers that hold still and that reading does not change. */
struct ordinary_register {
	const char *role;
	const char *name;
	unsigned int bar;
	uint64_t offset;
};

extern const struct ordinary_register ordinary_registers[];
extern const size_t nr_ordinary_registers;

/* The first one in this BAR of the device, or NULL. */
const struct ordinary_register *ordinary_register(const char *role, unsigned int bar);

#endif
