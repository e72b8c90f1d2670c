// SPDX-License-Identifier: GPL-2.0
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "access.h"
#include "holds.h"
#include "optin.h"

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
	return !read ? mapped_fault() : read == 2 * holds->count ? "kept" : "mixed";
}

static long minor_faults(void)
{
	struct rusage usage;

	return getrusage(RUSAGE_SELF, &usage) ? -1 : usage.ru_minflt;
}

/*
 * No file tells: /proc/self/pagemap and mincore() take a mapping of registers
 * for a hole (walk_page_test() in mm/pagewalk.c). A touch that needs no fault does.
 */
const char *holds_pages(const struct holds *holds)
{
	unsigned int i, present = 0;
	uint32_t value = 0;
	long before;

	/* What the touch itself needs is there before. */
	mapped_read32(&value, 0, &value);
	minor_faults();
	for (i = 0; i < holds->count; i++) {
		before = minor_faults();
		present += mapped_read32(holds->hold[i].start, 0, &value) &&
			   minor_faults() == before;
	}
	return !present ? "none" : present == holds->count ? "all" : "some";
}
