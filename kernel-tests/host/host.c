// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "host.h"

/* The host gives up after 10 s, and says so. */
#define PATIENCE_MS 15000

static char answer[512];

static const char *failed(const char *what)
{
	snprintf(answer, sizeof(answer), "%s: %s", what, strerror(errno));
	return answer;
}

static int port_open(const char *path)
{
	struct termios settings;
	int fd = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (fd < 0)
		return -1;
	/* Bytes as they come, and no echo of them. */
	if (!tcgetattr(fd, &settings)) {
		cfmakeraw(&settings);
		if (!tcsetattr(fd, TCSANOW, &settings))
			return fd;
	}
	close(fd);
	return -1;
}

static long milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000L + now.tv_nsec / 1000000;
}

/* One line without its end; 1, or 0 when none came in time. */
static int line_read(int fd, char *line, size_t size, long until)
{
	struct pollfd port = { .fd = fd, .events = POLLIN };
	size_t length = 0;
	long left;

	while ((left = until - milliseconds()) > 0) {
		if (poll(&port, 1, left) <= 0 || read(fd, line + length, 1) != 1)
			continue;
		if (line[length] == '\n') {
			line[length] = '\0';
			return 1;
		}
		if (length + 1 < size)
			length++;
	}
	return 0;
}

/* The answer to a request: what others were told, and gave up on, is passed over. */
static const char *answer_to(int fd, const char *token)
{
	long until = milliseconds() + PATIENCE_MS;
	size_t length = strlen(token);
	char line[512];

	while (line_read(fd, line, sizeof(line), until)) {
		if (strncmp(line, token, length) || line[length] != ' ')
			continue;
		if (!strcmp(line + length, " ok"))
			return NULL;
		snprintf(answer, sizeof(answer), "%s", line + length + 1);
		return answer;
	}
	snprintf(answer, sizeof(answer), "the host did not answer within %d s", PATIENCE_MS / 1000);
	return answer;
}

const char *host_do(const char *format, ...)
{
	const char *path = getenv("KPW_ANSWERS"), *said;
	static unsigned int count;
	char request[256], token[32];
	va_list arguments;
	int fd;

	if (!path)
		return "this machine's host does nothing: its file has no answers";
	fd = port_open(path);
	if (fd < 0)
		return failed(path);
	va_start(arguments, format);
	vsnprintf(request, sizeof(request), format, arguments);
	va_end(arguments);
	snprintf(token, sizeof(token), "@%d.%u", getpid(), ++count);
	printf("# ask %s %s\n", token, request);
	fflush(stdout);
	said = answer_to(fd, token);
	close(fd);
	return said;
}
