// SPDX-License-Identifier: GPL-2.0
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "optin.h"
#include "page.h"
#include "state.h"

const char *page_promise(const struct bar *bar, uint64_t offset)
{
	const char *key = offset < bar->table_start ? "mmap.before" : offset < bar->table_end ?
						      "mmap.table" : "mmap.after";

	if (bar->table_start == bar->table_end)
		return state_promise(bar, "plain", "mmap.whole");
	return state_promise(bar, optin_exists() ? "opted" : "fresh", key);
}

const char *page_map(const struct bar *bar, uint64_t offset, struct page *page)
{
	uint64_t start;

	page->length = sysconf(_SC_PAGESIZE);
	start = offset / page->length * page->length;
	page->start = bar_map(bar, start, page->length);
	page->at = (volatile uint32_t *)((char *)page->start + (offset - start));
	if (page->start != MAP_FAILED)
		return "yes";
	if (!optin_exists() || strcmp(optin_enable(bar->device), "ok"))
		return "no";
	page->start = bar_map(bar, start, page->length);
	page->at = (volatile uint32_t *)((char *)page->start + (offset - start));
	return page->start == MAP_FAILED ? "no" : "opted";
}

void page_unmap(struct page *page)
{
	if (page->start != MAP_FAILED)
		munmap(page->start, page->length);
	page->start = MAP_FAILED;
}
