// SPDX-License-Identifier: GPL-2.0
/*
 * open.ndelay	what open() with O_NDELAY says of a drive without a disk
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DRIVE "/dev/fd0"

/* The contract's value of "open.ndelay". */
static void promised(char *value, size_t size)
{
	const char *path = getenv("KPW_CONTRACT");
	FILE *contract = path ? fopen(path, "r") : NULL;
	char line[128];

	snprintf(value, size, "(nothing)");
	while (contract && fgets(line, sizeof(line), contract)) {
		line[strcspn(line, "\n")] = '\0';
		if (!strncmp(line, "open.ndelay ", strlen("open.ndelay ")))
			snprintf(value, size, "%s", line + strlen("open.ndelay "));
	}
	if (contract)
		fclose(contract);
}

int main(void)
{
	char expected[128];
	const char *seen = "ok";
	int fd;

	promised(expected, sizeof(expected));
	printf("TAP version 13\n1..1\n");
	fd = open(DRIVE, O_RDONLY | O_NDELAY | O_CLOEXEC);
	if (fd < 0)
		seen = strerrorname_np(errno);
	else
		close(fd);
	printf("# observe open.ndelay %s\n", seen);
	if (strcmp(seen, expected)) {
		printf("# promised is %s\nnot ok 1 open without a disk\n", expected);
		return 1;
	}
	printf("ok 1 open without a disk\n");
	return 0;
}
