// SPDX-License-Identifier: GPL-2.0
/*
 * How long an open takes. Each sample has a disk that the driver does not know
 * yet, or none, and is taken while the motor runs.
 *
 * time.<absent|present>.r, time.<absent|present>.r.ndelay	median, in us
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "drive.h"
#include "harness.h"
#include "observe.h"

#define SAMPLES 5

FIXTURE(time)
{
	int unused;
};

FIXTURE_VARIANT(time)
{
	const char *state;
};

FIXTURE_VARIANT_ADD(time, absent) { .state = "absent" };
FIXTURE_VARIANT_ADD(time, present) { .state = "present" };

FIXTURE_SETUP(time)
{
	if (!drive_there())
		SKIP(return, "no " DRIVE);
}

FIXTURE_TEARDOWN(time)
{
}

static double microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
}

static int ascending(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

TEST_F_TIMEOUT(time, of_open, 120)
{
	const char *ends[] = { "", ".ndelay" }, *failed;
	double took[SAMPLES];
	unsigned int ndelay, at;
	char key[64];
	int fd;

	for (ndelay = 0; ndelay < 2; ndelay++) {
		for (at = 0; at < SAMPLES; at++) {
			failed = drive_set(variant->state);
			ASSERT_EQ(NULL, failed) TH_LOG("%s", failed);
			took[at] = -microseconds();
			fd = open(DRIVE, O_RDONLY | O_CLOEXEC | (ndelay ? O_NDELAY : 0));
			took[at] += microseconds();
			if (fd >= 0)
				close(fd);
		}
		qsort(took, SAMPLES, sizeof(took[0]), ascending);
		snprintf(key, sizeof(key), "time.%s.r%s", variant->state, ends[ndelay]);
		measure(key, took[SAMPLES / 2], "us", SAMPLES);
		EXPECT_LT(0, took[SAMPLES / 2]);
	}
}

TEST_HARNESS_MAIN
