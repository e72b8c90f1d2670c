// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "leak.h"
#include "step.h"
#include "stream.h"
#include "text.h"

#define KMEMLEAK "/sys/kernel/debug/kmemleak"
#define LEAK "unreferenced object "
/* An object is not told before it is 5 s old (MSECS_MIN_AGE in mm/kmemleak.c). */
#define AGE_SECONDS 6
/* Two scans of all memory, on an emulated CPU of a busy host. */
#define SCAN_SECONDS 240
/* Some ten objects with their backtraces. */
#define LINES_MAX 200

static bool watched;

void leaks_begin(void)
{
	/* Fails where there is no kmemleak, and where it is switched off. */
	watched = !text_write(KMEMLEAK, "scan=off");
}

static unsigned int count_leaks(const char *report)
{
	unsigned int count = 0;

	while ((report = strstr(report, LEAK))) {
		report += strlen(LEAK);
		count++;
	}
	return count;
}

static int tell(char *error)
{
	static char report[64 * 1024];
	char *rest = report, *line;
	int lines = 0;

	if (text_read(KMEMLEAK, report, sizeof(report)))
		return fail(error, "%s", errno_text(errno));
	if (!*report)
		return 0;
	/* The kernel's own words, which it says below the console's level. */
	kmsg("kmemleak: %u new suspected memory leaks", count_leaks(report));
	while ((line = strsep(&rest, "\n")) && lines++ < LINES_MAX)
		if (*line)
			kmsg("%s", line);
	/* Whatever comes later is somebody else's. */
	return text_write(KMEMLEAK, "clear") ? fail(error, "%s", errno_text(errno)) : 0;
}

static int look(char *error)
{
	return text_write(KMEMLEAK, "scan") ? fail(error, "%s", errno_text(errno)) : 0;
}

static int find(const struct plan *plan, const char *argument, char *error)
{
	(void)plan;
	(void)argument;
	/* The first look only takes the checksum of what is new; what then changes is in use. */
	if (look(error))
		return -1;
	sleep(AGE_SECONDS);
	return look(error) ? -1 : tell(error);
}

static int find_again(const struct plan *plan, const char *argument, char *error)
{
	(void)plan;
	(void)argument;
	return look(error) ? -1 : tell(error);
}

static void run(step step, const struct plan *plan)
{
	char error[ERROR_SIZE];

	/* That nobody looked is a finding too, to the host. */
	if (watched && step_run(step, "looking for leaks", plan, NULL, SCAN_SECONDS, error))
		kmsg("kmemleak: no scan: %s", error);
}

void leaks_find(const struct plan *plan)
{
	run(find, plan);
}

void leaks_find_again(const struct plan *plan)
{
	run(find_again, plan);
}
