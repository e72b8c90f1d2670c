// SPDX-License-Identifier: GPL-2.0
#include <endian.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "contract.h"
#include "observe.h"
#include "optin.h"
#include "state.h"
#include "table.h"

const char *table_promise(const struct bar *bar)
{
	return state_promise(bar, optin_exists() ? "opted" : "fresh", "mmap.table");
}

const char *table_map(const struct subject *subject, const struct bar *bar, struct table *table)
{
	uint64_t start;

	*table = (struct table){ .pages = MAP_FAILED };
	if (optin_exists())
		optin_enable(bar->device);
	if (!bar_range(bar, BAR_TABLE, &start, &table->length))
		return "no_such_range";
	table->pages = bar_map(bar, start, table->length);
	if (table->pages == MAP_FAILED)
		return errno_name(errno);
	table->entries = (volatile uint32_t *)((char *)table->pages +
					       (subject->msix.table_offset - start));
	return "ok";
}

void table_unmap(struct table *table)
{
	if (table->pages != MAP_FAILED)
		munmap(table->pages, table->length);
	table->pages = MAP_FAILED;
}

void table_read(const struct table *table, unsigned int vector, struct entry *entry)
{
	const volatile uint32_t *at = table->entries + vector * MSIX_ENTRY_SIZE / 4;

	*entry = (struct entry){
		.address = le32toh(at[0]) | (uint64_t)le32toh(at[1]) << 32,
		.data = le32toh(at[2]),
		.control = le32toh(at[3]),
	};
}

void table_write(const struct table *table, unsigned int vector, const struct entry *entry)
{
	volatile uint32_t *at = table->entries + vector * MSIX_ENTRY_SIZE / 4;
	uint32_t control = le32toh(at[3]);

	/* An entry may only change while it is masked (PCI Local Bus 3.0, 6.8.2). */
	at[3] = htole32(control | ENTRY_MASKED);
	at[0] = htole32(entry->address);
	at[1] = htole32(entry->address >> 32);
	at[2] = htole32(entry->data);
	at[3] = htole32(entry->control);
}

void table_mask(const struct table *table, unsigned int vector, bool masked)
{
	volatile uint32_t *control = table->entries + vector * MSIX_ENTRY_SIZE / 4 + 3;
	uint32_t value = le32toh(*control) & ~ENTRY_MASKED;

	*control = htole32(value | (masked ? ENTRY_MASKED : 0));
}
