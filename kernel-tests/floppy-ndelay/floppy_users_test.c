// SPDX-License-Identifier: GPL-2.0
/*
 * Three userspaces, by the calls that they make.
 *
 * fdmount (fdutils) asks for the drive's type without a disk: an open with
 * O_NDELAY, then FDGETDRVTYP. setfdprm (fdutils) opens for ioctls only, access
 * mode 3, and sets a geometry. libblkid opens with O_NONBLOCK and reads; since
 * January 2022 it opens a floppy again without it.
 *
 * user.fdmount				the drive's type, or an errno
 * user.setfdprm.<absent|present>	ok, or the errno of the first call that failed
 * user.blkid.old, user.blkid.today	the disk's name, or an errno
 * user.blkid.<old|today>.absent	the same without a disk
 * user.blkid.old.noise			quiet or noisy: the kernel's log meanwhile, without a disk
 * user.mount				what mount's own open reads behind the old libblkid's
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fd.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "contract.h"
#include "drive.h"
#include "harness.h"
#include "log.h"
#include "observe.h"

#define EXPECT_PROMISED(seen, ...) do {						\
	const char *_seen = (seen);						\
	observe(_seen, __VA_ARGS__);						\
	EXPECT_STREQ(contract_value(__VA_ARGS__), _seen) TH_LOG(__VA_ARGS__);	\
} while (0)

FIXTURE(user)
{
	int log;
};

FIXTURE_SETUP(user)
{
	if (!drive_there())
		SKIP(return, "no " DRIVE);
	self->log = log_open();
	ASSERT_LE(0, self->log);
}

FIXTURE_TEARDOWN(user)
{
	close(self->log);
}

static const char *fdmount_probe(void)
{
	int fd = open(DRIVE, O_RDONLY | O_NDELAY);
	static char type[17];
	const char *result;

	if (fd < 0)
		return errno_name(errno);
	result = ioctl(fd, FDGETDRVTYP, type) < 0 ? errno_name(errno) : type;
	close(fd);
	return result;
}

TEST_F_TIMEOUT(user, fdmount, 60)
{
	const char *failed = drive_set("absent");

	ASSERT_EQ(NULL, failed) TH_LOG("%s", failed);
	EXPECT_PROMISED(fdmount_probe(), "user.fdmount");
}

static const char *setfdprm(void)
{
	/* 3.5", high density: what the disk has anyway. */
	struct floppy_struct geometry = { 2880, 18, 2, 80, 0, 0x1b, 0x00, 0xcf, 0x6c, NULL };
	struct floppy_drive_params parameters;
	const char *result = "ok";
	int fd = open(DRIVE, 3);
	char type[17];

	if (fd < 0)
		return errno_name(errno);
	if (ioctl(fd, FDGETDRVTYP, type) < 0 || ioctl(fd, FDGETDRVPRM, &parameters) < 0 ||
	    ioctl(fd, FDSETPRM, &geometry) < 0 || ioctl(fd, FDCLRPRM) < 0)
		result = errno_name(errno);
	close(fd);
	return result;
}

TEST_F_TIMEOUT(user, setfdprm, 60)
{
	const char *states[] = { "absent", "present" }, *failed;
	unsigned int at;

	for (at = 0; at < 2; at++) {
		failed = drive_set(states[at]);
		ASSERT_EQ(NULL, failed) TH_LOG("%s", failed);
		EXPECT_PROMISED(setfdprm(), "user.setfdprm.%s", states[at]);
	}
}

/* @again: what libblkid does since it knows floppies */
static const char *blkid(bool again)
{
	int fd = open(DRIVE, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct floppy_fdc_state controller;
	unsigned long long size;
	const char *result;

	if (fd < 0)
		return errno_name(errno);
	if (again && !ioctl(fd, FDGETFDCSTAT, &controller)) {
		close(fd);
		fd = open(DRIVE, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			return errno_name(errno);
	}
	ioctl(fd, BLKGETSIZE64, &size);
	result = sector_read(fd, 0, false);
	close(fd);
	return result;
}

TEST_F_TIMEOUT(user, blkid_old, 90)
{
	const char *failed = drive_set("absent");
	int fd;

	ASSERT_EQ(NULL, failed) TH_LOG("%s", failed);
	log_noise(self->log);
	EXPECT_PROMISED(blkid(false), "user.blkid.old.absent");
	EXPECT_PROMISED(log_noise(self->log), "user.blkid.old.noise");
	failed = drive_set("present");
	ASSERT_EQ(NULL, failed) TH_LOG("%s", failed);
	EXPECT_PROMISED(blkid(false), "user.blkid.old");
	fd = open(DRIVE, O_RDONLY | O_CLOEXEC);
	EXPECT_PROMISED(fd < 0 ? errno_name(errno) : sector_read(fd, 0, false), "user.mount");
	if (fd >= 0)
		close(fd);
}

TEST_F_TIMEOUT(user, blkid_today, 90)
{
	const char *failed = drive_set("absent");

	ASSERT_EQ(NULL, failed) TH_LOG("%s", failed);
	EXPECT_PROMISED(blkid(true), "user.blkid.today.absent");
	failed = drive_set("present");
	ASSERT_EQ(NULL, failed) TH_LOG("%s", failed);
	EXPECT_PROMISED(blkid(true), "user.blkid.today");
}

TEST_HARNESS_MAIN
