// SPDX-License-Identifier: GPL-2.0
#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bar.h"
#include "observe.h"
#include "region.h"

static uint64_t page_size(void)
{
	return sysconf(_SC_PAGESIZE);
}

static uint64_t page_up(uint64_t value)
{
	return (value + page_size() - 1) / page_size() * page_size();
}

int bar_open(struct bar *bar, int device, unsigned int index, const struct msix *msix)
{
	struct vfio_region_info *info = region_info(device, index);
	uint64_t end;

	if (!info)
		return -1;
	*bar = (struct bar){
		.device = device, .index = index, .size = info->size, .offset = info->offset,
		.mappable = info->size > 0,
	};
	free(info);
	if (!msix->present || msix->table_bar != index)
		return 0;
	end = msix->table_offset + (uint64_t)msix->entries * MSIX_ENTRY_SIZE;
	bar->table_start = msix->table_offset / page_size() * page_size();
	bar->table_end = page_up(end);
	return 0;
}

static bool set(uint64_t from, uint64_t to, uint64_t *start, uint64_t *length)
{
	if (from >= to)
		return false;
	*start = from;
	*length = to - from;
	return true;
}

bool bar_range(const struct bar *bar, enum bar_range range, uint64_t *start, uint64_t *length)
{
	/* vfio lets the last, partly filled page of a BAR be mapped whole. */
	uint64_t page = page_size(), end = page_up(bar->size);
	bool before = bar->table_start > 0;
	bool after = bar->table_end < end;

	switch (range) {
	case BAR_WHOLE:
		return set(0, end, start, length);
	case BAR_TABLE:
		return set(bar->table_start, bar->table_end, start, length);
	case BAR_BEFORE:
		return set(0, bar->table_start, start, length);
	case BAR_AFTER:
		return set(bar->table_end, end, start, length);
	case BAR_TOUCHING_FIRST:
		return before && set(bar->table_start - page, bar->table_start + page, start,
				     length);
	case BAR_TOUCHING_LAST:
		return after && set(bar->table_end - page, bar->table_end + page, start,
				    length);
	case BAR_PAST:
		return set(0, end + page, start, length);
	}
	return false;
}

void *bar_map(const struct bar *bar, uint64_t start, uint64_t length)
{
	return mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, bar->device,
		    bar->offset + start);
}

const char *bar_try(const struct bar *bar, uint64_t start, uint64_t length)
{
	void *mapping = bar_map(bar, start, length);

	if (mapping == MAP_FAILED)
		return errno_name(errno);
	munmap(mapping, length);
	return "ok";
}

int bar_read32(const struct bar *bar, uint64_t at, uint32_t *value)
{
	ssize_t got = pread(bar->device, value, sizeof(*value), bar->offset + at);

	if (got >= 0 && got != sizeof(*value))
		errno = EIO;
	*value = le32toh(*value);
	return got == sizeof(*value) ? 0 : -1;
}

int bar_write32(const struct bar *bar, uint64_t at, uint32_t value)
{
	ssize_t put;

	value = htole32(value);
	put = pwrite(bar->device, &value, sizeof(value), bar->offset + at);
	if (put >= 0 && put != sizeof(value))
		errno = EIO;
	return put == sizeof(value) ? 0 : -1;
}
