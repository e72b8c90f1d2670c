// SPDX-License-Identifier: GPL-2.0
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "file.h"

int file_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool taken;

	if (fd < 0)
		return -1;
	taken = write(fd, text, strlen(text)) >= 0;
	close(fd);
	return taken ? 0 : -1;
}
