// SPDX-License-Identifier: GPL-2.0
/*
 * Commands to the controller that need no disk, behind an open with O_NDELAY.
 *
 * raw.<absent|protected>.sense		Sense Drive Status: ok, or the errno of the first call that failed
 * raw.<absent|protected>.recalibrate	Recalibrate: the same
 * raw.protected.bit			yes where the status tells the protection
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fd.h>
#include <linux/fdreg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "contract.h"
#include "drive.h"
#include "harness.h"
#include "observe.h"

/* Of status register 3. */
#define WRITE_PROTECTED 0x40

FIXTURE(raw)
{
	int fd;
	int error;
};

FIXTURE_VARIANT(raw)
{
	const char *state;
};

FIXTURE_VARIANT_ADD(raw, absent) { .state = "absent" };
FIXTURE_VARIANT_ADD(raw, protected) { .state = "protected" };

FIXTURE_SETUP(raw)
{
	const char *failed;

	self->fd = -1;
	if (!drive_there())
		SKIP(return, "no " DRIVE);
	failed = drive_set(variant->state);
	ASSERT_EQ(NULL, failed) TH_LOG("%s", failed);
	/* As software opens the drive that sends commands of its own. */
	self->fd = open(DRIVE, O_RDWR | O_NDELAY | O_CLOEXEC);
	self->error = errno;
}

FIXTURE_TEARDOWN(raw)
{
	if (self->fd >= 0)
		close(self->fd);
}

static const char *sent(int fd, struct floppy_raw_cmd *command)
{
	return said(ioctl(fd, FDRAWCMD, command));
}

TEST_F_TIMEOUT(raw, commands, 60)
{
	struct floppy_raw_cmd sense = {
		.flags = 0, .cmd_count = 2, .cmd = { FD_GETSTATUS, 0 },
	}, recalibrate = {
		.flags = FD_RAW_INTR, .cmd_count = 2, .cmd = { FD_RECALIBRATE, 0 },
	};
	bool absent = !strcmp(variant->state, "absent");
	const char *seen;

	seen = self->fd < 0 ? errno_name(self->error) : sent(self->fd, &sense);
	observe(seen, "raw.%s.sense", variant->state);
	EXPECT_STREQ(contract_value("raw.%s.sense", variant->state), seen);
	if (self->fd < 0)
		return;
	if (!absent) {
		seen = sense.reply_count && (sense.reply[0] & WRITE_PROTECTED) ? "yes" : "no";
		observe(seen, "raw.protected.bit");
		EXPECT_STREQ(contract_value("raw.protected.bit"), seen);
	}
	seen = sent(self->fd, &recalibrate);
	observe(seen, "raw.%s.recalibrate", variant->state);
	EXPECT_STREQ(contract_value("raw.%s.recalibrate", variant->state), seen);
}

TEST_HARNESS_MAIN
