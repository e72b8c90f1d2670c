// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "log.h"

int log_open(void)
{
	int log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (log >= 0)
		lseek(log, 0, SEEK_END);
	return log;
}

/* A line of the driver or of the block layer about the drive. */
static int complains(const char *line)
{
	return strstr(line, "fd0") || strstr(line, "floppy");
}

const char *log_noise(int log)
{
	const char *noise = "quiet";
	char record[1024], *text;
	ssize_t length;

	for (;;) {
		length = read(log, record, sizeof(record) - 1);
		/* Records that were overwritten meanwhile. */
		if (length < 0 && errno == EPIPE)
			continue;
		if (length <= 0)
			return noise;
		record[length] = '\0';
		if (!complains(record))
			continue;
		noise = "noisy";
		text = strchr(record, ';');
		printf("# kernel: %.*s\n", (int)strcspn(text + 1, "\n"), text + 1);
	}
}
