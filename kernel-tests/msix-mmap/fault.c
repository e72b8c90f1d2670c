// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fault.h"
#include "file.h"

#define FAILSLAB "/sys/kernel/debug/failslab/"

/* Kept open: to open it allocates. */
static int nth = -1;

const char *fault_lacks(void)
{
	if (nth < 0)
		nth = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	if (nth < 0)
		return "this kernel has no fail-nth (CONFIG_FAULT_INJECTION)";
	/* By default only allocations that may not sleep fail, of which vfio has none. */
	if (file_write(FAILSLAB "ignore-gfp-wait", "N"))
		return "this kernel has no failslab in debugfs (CONFIG_FAILSLAB)";
	/* A stack for each fault would bury what the kernel says of its consequences. */
	if (file_write(FAILSLAB "verbose", "0"))
		return "failslab cannot be quieted";
	return NULL;
}

int fault_arm(unsigned int n)
{
	char text[16];
	int length = snprintf(text, sizeof(text), "%u", n);

	return pwrite(nth, text, length, 0) == length ? 0 : -1;
}

bool fault_disarm(void)
{
	char left[16] = "";
	int saved = errno;
	ssize_t got = pread(nth, left, sizeof(left) - 1, 0);

	fault_arm(0);
	errno = saved;
	/* What was written counts down to 0, which is when it fails. */
	return got > 0 && atoi(left) == 0;
}
