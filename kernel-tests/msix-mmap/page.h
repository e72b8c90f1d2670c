/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_PAGE_H
#define KPW_PAGE_H

#include <stdint.h>

#include "bar.h"

/* The page of a register, mapped. */
struct page {
	void *start;		/* or MAP_FAILED */
	uint64_t length;
	volatile uint32_t *at;	/* the register in it */
};

/* What the contract says of mapping that page, for a user who does all that is asked. */
const char *page_promise(const struct bar *bar, uint64_t offset);

/* "yes"; "opted" where that took the opt-in; "no" where it cannot be. */
const char *page_map(const struct bar *bar, uint64_t offset, struct page *page);
void page_unmap(struct page *page);

#endif
