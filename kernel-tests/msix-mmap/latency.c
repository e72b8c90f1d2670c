// SPDX-License-Identifier: GPL-2.0
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "latency.h"

/*
 * A guest's clock may be a device register rather than a TSC, dearer than the
 * access itself: a batch takes at least this many readings' time.
 */
#define CLOCK_SHARE 20
#define CALIBRATION 200

struct access {
	int fd;
	off_t offset;
	const volatile uint32_t *mapped;
	bool failed;
};

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1e9 + time.tv_nsec;
}

static double repeat(struct access *access, unsigned int count)
{
	double start = now();
	uint32_t value;

	while (count--) {
		if (access->mapped)
			value = *access->mapped;
		else if (pread(access->fd, &value, sizeof(value), access->offset) != sizeof(value))
			access->failed = true;
		(void)value;
	}
	return now() - start;
}

static int ascending(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

static unsigned int batch_size(struct access *access)
{
	double start, clock, one;
	unsigned int i, batch;

	/* The first access faults the page in, the first call of a function too. */
	repeat(access, CALIBRATION);
	start = now();
	for (i = 0; i < CALIBRATION; i++)
		now();
	clock = (now() - start) / CALIBRATION;
	one = repeat(access, CALIBRATION) / CALIBRATION;
	batch = one > 0 ? CLOCK_SHARE * clock / one + 1 : CALIBRATION;
	/* At least a hundred batches, or p99 is only the slowest one. */
	return batch > LATENCY_ACCESSES / 100 ? LATENCY_ACCESSES / 100 : batch;
}

static int run(struct access *access, struct latency *latency)
{
	unsigned int i, count;
	double *samples;

	latency->batch = batch_size(access);
	count = LATENCY_ACCESSES / latency->batch;
	samples = calloc(count, sizeof(*samples));
	if (!samples)
		return -1;
	for (i = 0; i < count; i++)
		samples[i] = repeat(access, latency->batch) / latency->batch;
	qsort(samples, count, sizeof(*samples), ascending);
	latency->median = samples[count / 2];
	latency->p99 = samples[count * 99 / 100];
	free(samples);
	return access->failed ? -1 : 0;
}

int latency_pread(const struct bar *bar, uint64_t at, struct latency *latency)
{
	struct access access = { .fd = bar->device, .offset = bar->offset + at };

	return run(&access, latency);
}

int latency_mapped(const volatile void *mapped, struct latency *latency)
{
	struct access access = { .mapped = mapped };

	return run(&access, latency);
}
