/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For test programs of topics outside of this repository: the kernel's test
 * harness, what the cell's design promises, and what the test observes.
 */
#ifndef KPW_H
#define KPW_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Why a test failed belongs with its result, not on the console. */
#define TH_LOG_STREAM stdout

#include <kselftest_harness.h>

/*
 * The harness leaves its tests by _exit() and abort(), neither of which
 * flushes; before 6.12 it does not set the buffering itself.
 */
static void __attribute__((constructor)) kpw_line_buffered(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
}

/* What the contract says of a key; without it a text that no test expects. */
static inline const char *kpw_promised(const char *key)
{
	const char *path = getenv("KPW_CONTRACT");
	FILE *contract = path ? fopen(path, "re") : NULL;
	size_t length = strlen(key);
	static char value[256];
	char line[512];

	snprintf(value, sizeof(value), "(the contract has no key %.200s)", key);
	while (contract && fgets(line, sizeof(line), contract)) {
		line[strcspn(line, "\n")] = '\0';
		if (!strncmp(line, key, length) && line[length] == ' ')
			snprintf(value, sizeof(value), "%.255s", line + length + 1);
	}
	if (contract)
		fclose(contract);
	return value;
}

/* One value of one key, for the comparison's table. */
static inline void __attribute__((format(printf, 2, 3)))
kpw_observe(const char *key, const char *format, ...)
{
	va_list arguments;

	printf("# observe %s ", key);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
}

/* One number with its unit, the median of so many samples. */
static inline void kpw_measure(const char *key, double value, const char *unit, unsigned int samples)
{
	printf("# measure %s %g %s n=%u\n", key, value, unit, samples);
}

#endif
