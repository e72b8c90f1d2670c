// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drive.h"
#include "host.h"
#include "observe.h"

const char *const drive_states[DRIVE_STATES] = { "absent", "present", "protected" };

const char *drive_insert(const char *medium, bool writable)
{
	return host_do("insert drive %s %s", medium, writable ? "rw" : "ro");
}

void drive_park(int fd)
{
	sector_read(fd, SECTORS / 2, true);
}

/* Lets the driver see what is in the drive. */
static void look(bool park)
{
	int fd = open(DRIVE, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (park)
		drive_park(fd);
	close(fd);
}

const char *drive_set(const char *state)
{
	const char *failed;

	look(true);
	failed = host_do("eject drive");
	if (failed)
		return failed;
	look(false);
	if (!strcmp(state, "absent"))
		return NULL;
	return drive_insert("first", !strcmp(state, "present"));
}

bool drive_there(void)
{
	return !access(DRIVE, F_OK);
}

const char *sector_read(int fd, unsigned int sector, bool cached)
{
	char content[SECTOR + 1];
	static char name[32];
	unsigned int number;
	ssize_t got;

	if (!cached)
		posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	got = pread(fd, content, SECTOR, (off_t)sector * SECTOR);
	if (got < 0)
		return errno_name(errno);
	if (got == 0)
		return "end";
	content[got] = '\0';
	if (sscanf(content, "%31s %u", name, &number) != 2 || number != sector) {
		printf("# sector %u: %zd bytes, %.16s\n", sector, got, content);
		return "strange";
	}
	return name;
}
