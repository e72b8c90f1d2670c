/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_HOLDS_H
#define KPW_HOLDS_H

#include <stdbool.h>
#include <stdint.h>

#include "subject.h"

#define HOLDS 6

/*
 * All that this design, with this page size, lets be mapped of a device: of
 * the BAR with the table as much as goes at once, of the others the whole.
 */
struct holds {
	unsigned int count;
	struct hold {
		struct bar bar;
		uint64_t offset;	/* in the BAR */
		void *start;
		uint64_t length;
	} hold[HOLDS];
};

/* Maps and touches all of it; opts in first where there is an opt-in. */
void holds_take(struct holds *holds, const struct subject *subject);
void holds_drop(struct holds *holds);

/*
 * The same again, of a device that may have been opened anew and is @device now:
 * quick, since what can be mapped is known. False if something cannot be.
 */
bool holds_map(struct holds *again, const struct holds *holds, int device);

/* Reads of each first and last page: "kept", "SIGBUS" or "SIGSEGV", or "mixed". */
const char *holds_touch(const struct holds *holds);

/* Which are in the page table still: "none", "some", "all". Those that may be touched come back by it. */
const char *holds_pages(const struct holds *holds);

#endif
