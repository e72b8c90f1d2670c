// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "text.h"

int text_read(const char *path, char *buffer, size_t size)
{
	size_t used = 0;
	ssize_t got;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	while (used < size - 1) {
		got = read(fd, buffer + used, size - 1 - used);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		used += got;
	}
	buffer[used] = '\0';
	close(fd);
	return 0;
}

int text_write(const char *path, const char *text)
{
	ssize_t put;
	int fd, saved;

	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	put = write(fd, text, strlen(text));
	saved = errno;
	close(fd);
	errno = saved;
	return put < 0 ? -1 : 0;
}

int fail(char *error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(error, ERROR_SIZE, format, arguments);
	va_end(arguments);
	return -1;
}

const char *errno_text(int number)
{
	static char text[128];
	const char *name = strerrorname_np(number);

	snprintf(text, sizeof(text), "%s (%s)", name ? name : "?", strerror(number));
	return text;
}
