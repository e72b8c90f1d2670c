// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "aside.h"
#include "observe.h"

const char *aside_open(struct aside *aside, const struct subject *subject, unsigned int index)
{
	static char why[96];
	char path[PATH_MAX];
	struct stat status;
	int fd;

	*aside = (struct aside){ .mapping = MAP_FAILED };
	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/resource%u", subject->bdf, index);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd >= 0 && !fstat(fd, &status)) {
		aside->length = status.st_size;
		aside->mapping = mmap(NULL, aside->length, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
				      0);
	}
	snprintf(why, sizeof(why), "sysfs does not give BAR %u: %s", index, errno_name(errno));
	if (fd >= 0)
		close(fd);
	aside->bytes = aside->mapping;
	return aside->mapping == MAP_FAILED ? why : NULL;
}

void aside_close(struct aside *aside)
{
	if (aside->mapping && aside->mapping != MAP_FAILED)
		munmap(aside->mapping, aside->length);
	aside->mapping = NULL;
}

/* Words pass as they are: what is compared is bytes, in the order that the device has them. */
void aside_read(const struct aside *aside, uint64_t offset, void *data, uint64_t length)
{
	uint64_t at;
	uint32_t word;

	for (at = 0; at < length; at += sizeof(word)) {
		word = *(volatile uint32_t *)(aside->bytes + offset + at);
		memcpy((char *)data + at, &word, sizeof(word));
	}
}

void aside_write(const struct aside *aside, uint64_t offset, const void *data, uint64_t length)
{
	uint64_t at;
	uint32_t word;

	for (at = 0; at < length; at += sizeof(word)) {
		memcpy(&word, (const char *)data + at, sizeof(word));
		*(volatile uint32_t *)(aside->bytes + offset + at) = word;
	}
}
