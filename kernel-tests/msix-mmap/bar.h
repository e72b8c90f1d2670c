/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_BAR_H
#define KPW_BAR_H

#include <stdbool.h>
#include <stdint.h>

#include "pci.h"

#define BAR_TEXT 256

/* A BAR, and the pages of it that hold the MSI-X table: [table_start, table_end). */
struct bar {
	int device;
	unsigned int index;
	uint64_t size;
	uint64_t offset;	/* in the device fd */
	uint64_t table_start;
	uint64_t table_end;	/* == table_start without a table */
	bool mappable;		/* see resource.h */
};

enum bar_range {
	BAR_WHOLE,
	BAR_TABLE,
	BAR_BEFORE,		/* the pages before the table's */
	BAR_AFTER,
	BAR_TOUCHING_FIRST,	/* the page before the table's first, and that one */
	BAR_TOUCHING_LAST,	/* the table's last page, and the next one */
	BAR_PAST,		/* one page more than the BAR has */
};

int bar_open(struct bar *bar, int device, unsigned int index, const struct msix *msix);

/* False where the BAR has no such range. */
bool bar_range(const struct bar *bar, enum bar_range range, uint64_t *start, uint64_t *length);

/* MAP_FAILED with errno. */
void *bar_map(const struct bar *bar, uint64_t start, uint64_t length);

/* "ok", or the errno's name; the mapping does not stay. */
const char *bar_try(const struct bar *bar, uint64_t start, uint64_t length);

/* A 32-bit little-endian register by pread and pwrite; -1 with errno. */
int bar_read32(const struct bar *bar, uint64_t at, uint32_t *value);
int bar_write32(const struct bar *bar, uint64_t at, uint32_t value);

#endif
