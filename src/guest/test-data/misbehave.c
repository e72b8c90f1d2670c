// SPDX-License-Identifier: GPL-2.0-only
/* A test program that does what the name of its cell says. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		perror(path);
	close(fd);
}

int main(void)
{
	const char *cell = getenv("KPW_CELL");

	puts("TAP version 13\n1..2");
	printf("# observe nvme %s\n", getenv("KPW_BDF_NVME"));
	printf("ok 1 vfio # %s\n", access("/dev/vfio/vfio", F_OK) ? "SKIP none" : "there");
	fflush(stdout);
	if (!strcmp(cell, "panics"))
		put("/proc/sysrq-trigger", "c");
	/* What WARN() prints, without a kernel that has something to warn of. */
	if (!strcmp(cell, "warns"))
		put("/dev/kmsg", "<4>WARNING: CPU: 0 PID: 1 at kernel/x.c:1 f+0x1/0x2");
	if (!strcmp(cell, "sleeps"))
		pause();
	puts("ok 2 cell");
	return 0;
}
