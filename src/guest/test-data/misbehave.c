// SPDX-License-Identifier: GPL-2.0-only
/* A test program that does what the name of its cell says. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		perror(path);
	close(fd);
}

static void observe_parameter(void)
{
	FILE *file = fopen("/sys/module/vfio_pci/parameters/nointxmask", "r");
	char value[16];

	if (!file)
		return;
	if (fscanf(file, "%15s", value) == 1)
		printf("# observe nointxmask %s\n", value);
	fclose(file);
}

int main(void)
{
	const char *cell = getenv("KPW_CELL");
	int i;

	puts("TAP version 13\n1..2");
	printf("# observe nvme %s\n", getenv("KPW_BDF_NVME"));
	printf("ok 1 vfio # %s\n", access("/dev/vfio/vfio", F_OK) ? "SKIP none" : "there");
	if (!strncmp(cell, "loaded", 6))
		observe_parameter();
	fflush(stdout);
	if (!strcmp(cell, "panics"))
		put("/proc/sysrq-trigger", "c");
	/* What WARN() prints, without a kernel that has something to warn of. */
	if (!strcmp(cell, "warns"))
		put("/dev/kmsg", "<4>WARNING: CPU: 0 PID: 1 at kernel/x.c:1 f+0x1/0x2");
	if (!strcmp(cell, "sleeps"))
		pause();
	/* A test that sets the clock must not make another one seem to hang. */
	if (!strcmp(cell, "jumps")) {
		struct timespec later = { .tv_sec = 4102444800 };

		clock_settime(CLOCK_REALTIME, &later);
	}
	if (!strcmp(cell, "cuts")) {
		printf("o");
		fflush(stdout);
		_exit(0);
	}
	if (!strcmp(cell, "spits")) {
		for (i = 0; i < 100000; i++)
			putchar(i * 7 % 256);
		putchar('\n');
	}
	if (!strcmp(cell, "fails")) {
		puts("not ok 2 cell");
		fflush(stdout);
		pause();
	}
	puts("ok 2 cell");
	fflush(stdout);
	if (!strcmp(cell, "lingers"))
		pause();
	return 0;
}
