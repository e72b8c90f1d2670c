// SPDX-License-Identifier: GPL-2.0
#include <sys/mman.h>
#include <unistd.h>

#include "access.h"
#include "holds.h"
#include "optin.h"
#include "present.h"

static void take(struct holds *holds, const struct bar *bar)
{
	static const enum bar_range choices[] = { BAR_WHOLE, BAR_AFTER, BAR_BEFORE };
	struct hold *hold = &holds->hold[holds->count];
	size_t i;

	*hold = (struct hold){ .bar = *bar, .start = MAP_FAILED };
	for (i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
		if (!bar_range(bar, choices[i], &hold->offset, &hold->length))
			continue;
		hold->start = bar_map(bar, hold->offset, hold->length);
		if (hold->start == MAP_FAILED)
			continue;
		mapped_touch(hold->start, hold->length);
		holds->count++;
		return;
	}
}

void holds_take(struct holds *holds, const struct subject *subject)
{
	struct bar bar;
	unsigned int i;

	holds->count = 0;
	if (optin_exists())
		optin_enable(subject->vfio.device);
	for (i = 0; i < HOLDS; i++)
		if (!subject_bar(subject, i, &bar) && bar.mappable)
			take(holds, &bar);
}

bool holds_map(struct holds *again, const struct holds *holds, int device)
{
	unsigned int i;

	*again = *holds;
	again->count = 0;
	for (i = 0; i < holds->count; i++) {
		struct hold *hold = &again->hold[i];

		hold->bar.device = device;
		hold->start = bar_map(&hold->bar, hold->offset, hold->length);
		if (hold->start == MAP_FAILED)
			return false;
		again->count++;
		mapped_touch(hold->start, hold->length);
	}
	return true;
}

void holds_drop(struct holds *holds)
{
	unsigned int i;

	for (i = 0; i < holds->count; i++)
		munmap(holds->hold[i].start, holds->hold[i].length);
	holds->count = 0;
}

const char *holds_touch(const struct holds *holds)
{
	uint64_t page = sysconf(_SC_PAGESIZE);
	unsigned int i, read = 0;
	uint32_t value;

	for (i = 0; i < holds->count; i++) {
		read += mapped_read32(holds->hold[i].start, 0, &value);
		read += mapped_read32(holds->hold[i].start, holds->hold[i].length - page, &value);
	}
	return !read ? "SIGBUS" : read == 2 * holds->count ? "kept" : "mixed";
}

const char *holds_pages(const struct holds *holds)
{
	uint64_t all = 0, page = sysconf(_SC_PAGESIZE);
	long present = 0, own;
	unsigned int i;

	for (i = 0; i < holds->count; i++) {
		own = pages_present(holds->hold[i].start, holds->hold[i].length);
		if (own < 0)
			return "untold";
		present += own;
		all += holds->hold[i].length / page;
	}
	return !present ? "none" : (uint64_t)present == all ? "all" : "some";
}
