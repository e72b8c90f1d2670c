// SPDX-License-Identifier: GPL-2.0
#include <fcntl.h>
#include <unistd.h>

#include "present.h"

#define PRESENT (1ULL << 63)

long pages_present(const void *start, uint64_t length)
{
	uint64_t entries[64], page = sysconf(_SC_PAGESIZE);
	uint64_t first = (uintptr_t)start / page, end = first + length / page, at = first;
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	long count = 0;
	ssize_t got, i;

	if (fd < 0)
		return -1;
	while (at < end) {
		got = end - at < 64 ? end - at : 64;
		got = pread(fd, entries, got * sizeof(entries[0]), at * sizeof(entries[0]));
		if (got < (ssize_t)sizeof(entries[0])) {
			count = -1;
			break;
		}
		got /= sizeof(entries[0]);
		for (i = 0; i < got; i++)
			count += !!(entries[i] & PRESENT);
		at += got;
	}
	close(fd);
	return count;
}
