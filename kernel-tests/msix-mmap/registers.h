/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_REGISTERS_H
#define KPW_REGISTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "subject.h"

/* A register that holds still and that reading does not change. */
struct ordinary_register {
	const char *name;
	unsigned int bar;
	uint64_t offset;
};

/* Those of a device, from @position 0; the last is MSI-X's pending bits, where it has MSI-X. */
bool ordinary_register_at(const struct subject *subject, unsigned int position,
			  struct ordinary_register *ordinary);

/* The first one in this BAR; false where there is none. */
bool ordinary_register_in(const struct subject *subject, unsigned int bar,
			  struct ordinary_register *ordinary);

#endif
