// SPDX-License-Identifier: GPL-2.0
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "event.h"

int event_new(void)
{
	return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
}

int event_came(int event, int timeout)
{
	struct pollfd fd = { .fd = event, .events = POLLIN };
	uint64_t count;

	return poll(&fd, 1, timeout) > 0 && read(event, &count, sizeof(count)) == sizeof(count);
}

int event_next_id(void)
{
	char path[64], line[128];
	int id = -1, event = event_new();
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", event);
	file = fopen(path, "re");
	while (file && id < 0 && fgets(line, sizeof(line), file))
		sscanf(line, "eventfd-id: %d", &id);
	if (file)
		fclose(file);
	if (event >= 0)
		close(event);
	return id;
}
