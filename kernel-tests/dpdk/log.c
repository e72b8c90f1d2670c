// SPDX-License-Identifier: GPL-2.0
#include <stdbool.h>
#include <stdio.h>

#include <rte_log.h>

#include "log.h"

/* A line that is longer than the buffer comes in parts. */
static ssize_t log_write(void *cookie, const char *text, size_t length)
{
	static bool within;
	size_t i;

	(void)cookie;
	for (i = 0; i < length; i++) {
		if (!within)
			fputs("# dpdk: ", stdout);
		putchar(text[i]);
		within = text[i] != '\n';
	}
	fflush(stdout);
	return (ssize_t)length;
}

void log_to_results(void)
{
	cookie_io_functions_t functions = { .write = log_write };
	FILE *stream = fopencookie(NULL, "w", functions);

	if (!stream)
		return;
	setvbuf(stream, NULL, _IOLBF, 0);
	rte_openlog_stream(stream);
}
