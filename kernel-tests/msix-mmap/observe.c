// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "observe.h"

/*
 * The harness leaves its tests by _exit() and abort(), neither of which
 * flushes; before 6.12 it does not set the buffering itself.
 */
static void __attribute__((constructor)) line_buffered(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
}

static void print(const char *value, const char *prefix, const char *key, va_list arguments)
{
	char text[128];

	vsnprintf(text, sizeof(text), key, arguments);
	printf("# observe %s%s %s\n", prefix, text, value);
}

void observe(const char *value, const char *key, ...)
{
	va_list arguments;

	va_start(arguments, key);
	print(value, "", key, arguments);
	va_end(arguments);
}

void observe_same(const char *value, const char *key, ...)
{
	va_list arguments;

	va_start(arguments, key);
	print(value, "same.", key, arguments);
	va_end(arguments);
}

void measure(const char *key, double number, const char *unit, unsigned long samples)
{
	printf("# measure %s %.0f %s n=%lu\n", key, number, unit, samples);
}

void series_begin(const char *key, const char *unit, unsigned long samples)
{
	printf("# series %s %s n=%lu", key, unit, samples);
}

void series_bucket(double from, double to, unsigned long count)
{
	if (count)
		printf(" %.0f-%.0f:%lu", from, to, count);
}

void series_end(void)
{
	printf("\n");
}

const char *errno_name(int number)
{
	const char *name;

	if (!number)
		return "ok";
	name = strerrorname_np(number);
	return name ? name : "E?";
}

const char *said(int result)
{
	return errno_name(result ? errno : 0);
}
