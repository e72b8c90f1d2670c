// SPDX-License-Identifier: GPL-2.0
/*
 * What open() says: by access mode, with O_NDELAY and without, and by what is
 * in the drive.
 *
 * open.<absent|present|protected>.<r|w|rw|none>		ok or an errno
 * open.<absent|present|protected>.<r|w|rw|none>.ndelay
 */
#include <fcntl.h>
#include <unistd.h>

#include "contract.h"
#include "drive.h"
#include "harness.h"
#include "observe.h"

static const struct {
	const char *name;
	int flags;
} modes[] = {
	{ "r", O_RDONLY },
	{ "w", O_WRONLY },
	{ "rw", O_RDWR },
	/* Neither reads nor writes: a descriptor for ioctls, as fdutils has it. */
	{ "none", O_ACCMODE },
};

FIXTURE(drive)
{
	const char *state;
};

FIXTURE_VARIANT(drive)
{
	const char *state;
};

FIXTURE_VARIANT_ADD(drive, absent) { .state = "absent" };
FIXTURE_VARIANT_ADD(drive, present) { .state = "present" };
FIXTURE_VARIANT_ADD(drive, protected) { .state = "protected" };

FIXTURE_SETUP(drive)
{
	const char *failed;

	if (!drive_there())
		SKIP(return, "no " DRIVE);
	failed = drive_set(variant->state);
	ASSERT_EQ(NULL, failed) TH_LOG("%s", failed);
}

FIXTURE_TEARDOWN(drive)
{
}

static const char *opened(int flags)
{
	int fd = open(DRIVE, flags | O_CLOEXEC);
	const char *result = said(fd < 0);

	if (fd >= 0)
		close(fd);
	return result;
}

TEST_F_TIMEOUT(drive, opens, 120)
{
	const char *ends[] = { "", ".ndelay" };
	unsigned int mode, ndelay;
	const char *seen;

	for (ndelay = 0; ndelay < 2; ndelay++)
		for (mode = 0; mode < sizeof(modes) / sizeof(modes[0]); mode++) {
			seen = opened(modes[mode].flags | (ndelay ? O_NDELAY : 0));
			observe(seen, "open.%s.%s%s", variant->state, modes[mode].name, ends[ndelay]);
			EXPECT_STREQ(contract_value("open.%s.%s%s", variant->state,
						    modes[mode].name, ends[ndelay]), seen)
				TH_LOG("%s%s", modes[mode].name, ends[ndelay]);
		}
}

TEST_HARNESS_MAIN
