// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contract.h"
#include "region.h"
#include "state.h"

const char * const state_keys[] = {
	"flags", "caps", "sparse", "mmap.whole", "mmap.table", "mmap.before", "mmap.after",
	"mmap.touching", "mmap.past", NULL,
};

const char * const state_plain_keys[] = { "flags", "caps", "mmap.whole", "mmap.past", NULL };

/* "around" is the BAR less the pages that hold the table, in ascending order. */
static void around(const struct bar *bar, char *text)
{
	uint64_t start, length;
	int used = 0;

	snprintf(text, BAR_TEXT, "none");
	if (bar_range(bar, BAR_BEFORE, &start, &length))
		used = snprintf(text, BAR_TEXT, "0x%llx+0x%llx", (unsigned long long)start,
				(unsigned long long)length);
	if (bar->table_end < bar->size)
		snprintf(text + used, BAR_TEXT - used, "%s0x%llx+0x%llx", used ? "," : "",
			 (unsigned long long)bar->table_end,
			 (unsigned long long)(bar->size - bar->table_end));
}

static void info_observe(const struct bar *bar, const char *key, char *value)
{
	struct vfio_region_info *info = region_info(bar->device, bar->index);
	char areas[REGION_TEXT], expected[BAR_TEXT];

	if (!info) {
		snprintf(value, BAR_TEXT, "(no region info)");
	} else if (!strcmp(key, "flags")) {
		snprintf(value, BAR_TEXT, "0x%x", info->flags);
	} else if (!strcmp(key, "caps")) {
		region_capabilities(info, value);
	} else {
		region_sparse_areas(info, areas);
		around(bar, expected);
		snprintf(value, BAR_TEXT, "%s", strcmp(areas, expected) ? areas : "around");
	}
	free(info);
}

static bool range_observe(const struct bar *bar, enum bar_range range, char *value)
{
	uint64_t start, length;

	if (!bar_range(bar, range, &start, &length))
		return false;
	snprintf(value, BAR_TEXT, "%s", bar_try(bar, start, length));
	return true;
}

static bool touching_observe(const struct bar *bar, char *value)
{
	char first[BAR_TEXT], last[BAR_TEXT];
	bool has_first = range_observe(bar, BAR_TOUCHING_FIRST, first);
	bool has_last = range_observe(bar, BAR_TOUCHING_LAST, last);

	if (has_first && has_last && strcmp(first, last))
		snprintf(value, BAR_TEXT, "first=%.32s,last=%.32s", first, last);
	else
		snprintf(value, BAR_TEXT, "%s", has_first ? first : last);
	return has_first || has_last;
}

bool state_observe(const struct bar *bar, const char *key, char *value)
{
	if (!strcmp(key, "mmap.whole"))
		return range_observe(bar, BAR_WHOLE, value);
	if (!strcmp(key, "mmap.table"))
		return range_observe(bar, BAR_TABLE, value);
	if (!strcmp(key, "mmap.before"))
		return range_observe(bar, BAR_BEFORE, value);
	if (!strcmp(key, "mmap.after"))
		return range_observe(bar, BAR_AFTER, value);
	if (!strcmp(key, "mmap.touching"))
		return touching_observe(bar, value);
	if (!strcmp(key, "mmap.past"))
		return range_observe(bar, BAR_PAST, value);
	info_observe(bar, key, value);
	return true;
}

/* A BAR smaller than a page is for read() and write() only, whatever it holds. */
static const char *unmappable_promise(const char *key)
{
	if (!strcmp(key, "flags"))
		return "0x3";
	if (!strcmp(key, "caps"))
		return "none";
	return strcmp(key, "sparse") ? "EINVAL" : "absent";
}

const char *state_promise(const struct bar *bar, const char *state, const char *key)
{
	if (!bar->mappable)
		return unmappable_promise(key);
	if (!strcmp(key, "flags"))
		return contract_hex("%s.%s", state, key);
	return contract_value("%s.%s", state, key);
}

static bool in_state(const struct bar *bar, const char *state)
{
	char value[BAR_TEXT];
	size_t i;

	for (i = 0; state_keys[i]; i++)
		if (state_observe(bar, state_keys[i], value) &&
		    strcmp(value, state_promise(bar, state, state_keys[i])))
			return false;
	return true;
}

const char *state_name(const struct bar *bar, const char *expected)
{
	static const char * const names[] = { "fresh", "opted" };
	size_t i;

	for (i = 0; i < 2; i++)
		if (!strcmp(expected, names[i]) && in_state(bar, names[i]))
			return names[i];
	for (i = 0; i < 2; i++)
		if (in_state(bar, names[i]))
			return names[i];
	return "neither";
}
