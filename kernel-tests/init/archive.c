// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "text.h"

#define MAGIC "070701"
#define TRAILER "TRAILER!!!"
/* The magic and thirteen fields of eight digits. */
#define HEADER 110
#define DEPTH 16

enum field { MODE = 1, SIZE = 6, MAJOR = 9, MINOR = 10, NAME = 11 };

struct member {
	unsigned long mode;
	unsigned long size;
	unsigned long major, minor;
	char path[PATH_MAX];
	const char *data;
};

static unsigned long field(const char *header, enum field which)
{
	char digits[9] = "";

	memcpy(digits, header + strlen(MAGIC) + 8 * which, 8);
	return strtoul(digits, NULL, 16);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status;
	(void)type;
	(void)walk;
	return remove(path);
}

static int remove_all(const char *path)
{
	int result = nftw(path, remove_one, DEPTH, FTW_DEPTH | FTW_PHYS);

	return result && errno != ENOENT ? -1 : 0;
}

static int make_file(const struct member *member)
{
	const char *data = member->data;
	size_t left = member->size;
	ssize_t put = 0;
	int fd, saved;

	/* Not over a file that a process may still execute. */
	unlink(member->path);
	fd = open(member->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, member->mode & 07777);
	if (fd < 0)
		return -1;
	while (left) {
		put = write(fd, data, left);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			break;
		data += put;
		left -= put;
	}
	saved = put < 0 ? errno : ENOSPC;
	close(fd);
	errno = saved;
	return left ? -1 : 0;
}

static int make_link(const struct member *member)
{
	char target[PATH_MAX];

	if (member->size >= sizeof(target)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(target, member->data, member->size);
	target[member->size] = '\0';
	unlink(member->path);
	return symlink(target, member->path);
}

static int make_member(const struct member *member)
{
	if (S_ISDIR(member->mode))
		return mkdir(member->path, member->mode & 07777) && errno != EEXIST ? -1 : 0;
	if (S_ISREG(member->mode))
		return make_file(member);
	if (S_ISLNK(member->mode))
		return make_link(member);
	if (S_ISCHR(member->mode) && !member->major && !member->minor)
		return remove_all(member->path);
	errno = EINVAL;
	return -1;
}

static size_t padded(size_t length)
{
	return (length + 3) & ~(size_t)3;
}

/* The member at @at, and where the next one begins; -1 when there is none. */
static int read_member(const char *data, size_t length, size_t *at, struct member *member)
{
	const char *header = data + *at;
	size_t name, begin;

	if (length - *at < HEADER || memcmp(header, MAGIC, strlen(MAGIC)))
		return -1;
	name = field(header, NAME);
	begin = padded(*at + HEADER + name);
	member->mode = field(header, MODE);
	member->size = field(header, SIZE);
	member->major = field(header, MAJOR);
	member->minor = field(header, MINOR);
	if (!name || name >= sizeof(member->path) || begin > length || member->size > length - begin ||
	    header[HEADER + name - 1])
		return -1;
	snprintf(member->path, sizeof(member->path), "/%.*s", (int)name - 1, header + HEADER);
	member->data = data + begin;
	*at = padded(begin + member->size);
	if (*at > length)
		*at = length;
	return 0;
}

int archive_unpack(const char *data, size_t length, char *error)
{
	static struct member member;
	size_t at = 0;

	for (;;) {
		if (read_member(data, length, &at, &member))
			return fail(error, "an archive that is cut off");
		if (!strcmp(member.path, "/" TRAILER))
			return 0;
		if (make_member(&member))
			return fail(error, "unpack %.100s: %s", member.path, errno_text(errno));
	}
}
