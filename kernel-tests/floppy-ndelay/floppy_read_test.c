// SPDX-License-Identifier: GPL-2.0
/*
 * What the first read gives behind each kind of open, of a disk that was put in
 * before, and what becomes of a disk that is changed while it is open.
 *
 * read.first, read.first.ndelay	the disk's name, EIO; or the errno of the open
 * read.again.ndelay			the same read once more
 * read.size.ndelay			bytes that BLKGETSIZE64 tells before any read
 * read.rest.ndelay			the last sector, after the first was read
 * read.noise.ndelay			quiet or noisy: the kernel's log during the first read
 * read.protected.write.ndelay		what fsync() says of a write to a protected disk
 * change.read				a sector that was not read before, after the disk was changed
 * change.cached			a sector that was
 * change.reopen, change.reopen.ndelay	the sector of the new disk behind a second open,
 *					while the first descriptor stays
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "contract.h"
#include "drive.h"
#include "harness.h"
#include "log.h"
#include "observe.h"

/* Far from the first track, and from what is read ahead of it. */
#define ELSEWHERE 2000

#define EXPECT_PROMISED(seen, key) do {						\
	const char *_seen = (seen);						\
	observe(_seen, "%s", key);						\
	EXPECT_STREQ(contract_value("%s", key), _seen) TH_LOG("%s", key);	\
} while (0)

FIXTURE(disk)
{
	int fd;
	/* Of the open, where that failed. */
	int error;
	int log;
};

FIXTURE_SETUP(disk)
{
	const char *failed;

	self->fd = -1;
	if (!drive_there())
		SKIP(return, "no " DRIVE);
	failed = drive_set("present");
	ASSERT_EQ(NULL, failed) TH_LOG("%s", failed);
	self->log = log_open();
	ASSERT_LE(0, self->log);
}

FIXTURE_TEARDOWN(disk)
{
	log_noise(self->log);
	if (self->fd >= 0)
		close(self->fd);
	close(self->log);
}

TEST_F_TIMEOUT(disk, first_read, 60)
{
	self->fd = open(DRIVE, O_RDONLY | O_CLOEXEC);
	EXPECT_PROMISED(self->fd < 0 ? errno_name(errno) : sector_read(self->fd, 0, false), "read.first");
}

TEST_F_TIMEOUT(disk, first_read_ndelay, 60)
{
	unsigned long long size = 0;
	char text[32];

	self->fd = open(DRIVE, O_RDONLY | O_NDELAY | O_CLOEXEC);
	self->error = errno;
	if (self->fd >= 0)
		ioctl(self->fd, BLKGETSIZE64, &size);
	snprintf(text, sizeof(text), "%llu", size);
	EXPECT_PROMISED(text, "read.size.ndelay");
	log_noise(self->log);
	EXPECT_PROMISED(self->fd < 0 ? errno_name(self->error) : sector_read(self->fd, 0, false),
			"read.first.ndelay");
	EXPECT_PROMISED(log_noise(self->log), "read.noise.ndelay");
	EXPECT_PROMISED(self->fd < 0 ? errno_name(self->error) : sector_read(self->fd, 0, false),
			"read.again.ndelay");
	EXPECT_PROMISED(self->fd < 0 ? errno_name(self->error) : sector_read(self->fd, SECTORS - 1, false),
			"read.rest.ndelay");
}

TEST_F_TIMEOUT(disk, write_to_protected_ndelay, 60)
{
	const char *failed = drive_set("protected");
	char sector[SECTOR] = "first 0\n";

	ASSERT_EQ(NULL, failed) TH_LOG("%s", failed);
	self->fd = open(DRIVE, O_RDWR | O_NDELAY | O_CLOEXEC);
	if (self->fd < 0) {
		EXPECT_PROMISED(errno_name(errno), "read.protected.write.ndelay");
		return;
	}
	/* As libdsk does: what it opened with O_NDELAY it reads before it writes. */
	sector_read(self->fd, 0, false);
	if (pwrite(self->fd, sector, sizeof(sector), 0) != sizeof(sector))
		EXPECT_PROMISED(errno_name(errno), "read.protected.write.ndelay");
	else
		EXPECT_PROMISED(said(fsync(self->fd)), "read.protected.write.ndelay");
}

/* Another disk, while the drive is open and the first sector in the page cache. */
static void change_behind(struct __test_metadata *_metadata, FIXTURE_DATA(disk) *self)
{
	const char *failed;

	self->fd = open(DRIVE, O_RDONLY | O_CLOEXEC);
	ASSERT_LE(0, self->fd);
	ASSERT_STREQ("first", sector_read(self->fd, 0, false));
	drive_park(self->fd);
	/* Parked, but in the page cache. */
	ASSERT_STREQ("first", sector_read(self->fd, 0, true));
	failed = drive_insert("second", true);
	ASSERT_EQ(NULL, failed) TH_LOG("%s", failed);
}

TEST_F_TIMEOUT(disk, changed_while_open, 90)
{
	int again;

	change_behind(_metadata, self);
	EXPECT_PROMISED(sector_read(self->fd, 0, true), "change.cached");
	EXPECT_PROMISED(sector_read(self->fd, ELSEWHERE, true), "change.read");
	again = open(DRIVE, O_RDONLY | O_CLOEXEC);
	EXPECT_PROMISED(again < 0 ? errno_name(errno) : sector_read(again, 0, true), "change.reopen");
	if (again >= 0)
		close(again);
}

TEST_F_TIMEOUT(disk, changed_while_open_ndelay, 90)
{
	int again;

	change_behind(_metadata, self);
	again = open(DRIVE, O_RDONLY | O_NDELAY | O_CLOEXEC);
	EXPECT_PROMISED(again < 0 ? errno_name(errno) : sector_read(again, 0, true),
			"change.reopen.ndelay");
	if (again >= 0)
		close(again);
}

TEST_HARNESS_MAIN
