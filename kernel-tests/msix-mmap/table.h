/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_TABLE_H
#define KPW_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "bar.h"
#include "subject.h"

#define ENTRY_MASKED 1

/* The MSI-X table through a mapping of its pages. */
struct table {
	void *pages;
	uint64_t length;
	volatile uint32_t *entries;
};

struct entry {
	uint64_t address;
	uint32_t data;
	uint32_t control;
};

/* What the contract says of mapping the table's pages, for a user who does all that is asked. */
const char *table_promise(const struct bar *bar);

/* "ok", or the errno's name; opts in first where there is an opt-in. */
const char *table_map(const struct subject *subject, const struct bar *bar, struct table *table);
void table_unmap(struct table *table);

void table_read(const struct table *table, unsigned int vector, struct entry *entry);
/* All of an entry, masked in between. */
void table_write(const struct table *table, unsigned int vector, const struct entry *entry);
void table_mask(const struct table *table, unsigned int vector, bool masked);

#endif
