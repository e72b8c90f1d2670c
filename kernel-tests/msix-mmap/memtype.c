// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "memtype.h"

#define ADDED "memtype_reserve added [mem "

/* Reads the log from its first record on, since a marker may have been overwritten. */
const char *memtype_requested(uint64_t start, uint64_t length)
{
	static char requested[32];
	unsigned long long first, last;
	char record[1024], type[32], *at;
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	ssize_t got;

	*requested = '\0';
	if (fd < 0)
		return NULL;
	while ((got = read(fd, record, sizeof(record) - 1)) > 0 || (got < 0 && errno == EPIPE)) {
		if (got < 0)
			continue;
		record[got] = '\0';
		at = strstr(record, ADDED);
		if (at && sscanf(at + strlen(ADDED), "%llx-%llx], track %*[^,], req %31[^,]", &first,
				 &last, type) == 3 && first == start && last == start + length - 1)
			snprintf(requested, sizeof(requested), "%s", type);
	}
	close(fd);
	return *requested ? requested : NULL;
}
