// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "stream.h"

static int result_fd = STDOUT_FILENO;
static bool line_open;

void stream_open(const char *tty)
{
	struct termios mode;
	int fd;

	fd = open(tty, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (fd < 0) {
		kmsg("kpw: no %s, results go to the console: %s", tty, strerror(errno));
		return;
	}
	/* Without raw mode the tty turns every \n into \r\n. */
	if (tcgetattr(fd, &mode) == 0) {
		cfmakeraw(&mode);
		mode.c_cflag |= CLOCAL;
		cfsetspeed(&mode, B115200);
		tcsetattr(fd, TCSANOW, &mode);
	}
	result_fd = fd;
}

void stream_write(const char *data, size_t length)
{
	ssize_t put;

	if (length)
		line_open = data[length - 1] != '\n';
	while (length) {
		put = write(result_fd, data, length);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return;
		data += put;
		length -= put;
	}
}

void stream_line(const char *format, ...)
{
	char line[1024] = "KPW ";
	va_list arguments;
	size_t used;
	char *at;

	va_start(arguments, format);
	vsnprintf(line + 4, sizeof(line) - 5, format, arguments);
	va_end(arguments);
	/* One line whatever the text holds. */
	for (at = line; *at; at++)
		if (*at == '\n' || *at == '\r')
			*at = ' ';
	used = strlen(line);
	line[used++] = '\n';
	if (line_open)
		stream_write("\n", 1);
	stream_write(line, used);
	/* The host must know what was begun even if the next step is a panic. */
	tcdrain(result_fd);
}

void kmsg(const char *format, ...)
{
	/* Level "notice": shown on the console also with "loglevel=6". */
	char line[512] = "<5>";
	va_list arguments;
	int fd;

	va_start(arguments, format);
	vsnprintf(line + 3, sizeof(line) - 3, format, arguments);
	va_end(arguments);
	fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	if (write(fd, line, strlen(line)) < 0)
		dprintf(STDERR_FILENO, "%s\n", line + 3);
	close(fd);
}
