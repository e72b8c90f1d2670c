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

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1e9 + time.tv_nsec;
}

static bool by_call(const struct access *access)
{
	uint32_t value = 0;
	ssize_t done;

	if (access->kind == ACCESS_PREAD)
		done = pread(access->fd, &value, sizeof(value), access->offset);
	else
		done = pwrite(access->fd, &value, sizeof(value), access->offset);
	return done == sizeof(value);
}

static double repeat(const struct access *access, unsigned int count, bool *failed)
{
	double start = now();

	/* One loop a kind: what decides on the kind must not be in what is measured. */
	switch (access->kind) {
	case ACCESS_PREAD:
	case ACCESS_PWRITE:
		while (count--)
			*failed |= !by_call(access);
		break;
	case ACCESS_MAPPED_READ:
		while (count--)
			(void)*access->mapped;
		break;
	case ACCESS_MAPPED_WRITE:
		while (count--)
			*access->mapped = 0;
		break;
	}
	return now() - start;
}

static int ascending(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

static unsigned int batch_size(const struct access *access, bool *failed)
{
	double start, clock, one;
	unsigned int i, batch;

	/* The first access faults the page in, the first call of a function too. */
	repeat(access, CALIBRATION, failed);
	start = now();
	for (i = 0; i < CALIBRATION; i++)
		now();
	clock = (now() - start) / CALIBRATION;
	one = repeat(access, CALIBRATION, failed) / CALIBRATION;
	batch = one > 0 ? CLOCK_SHARE * clock / one + 1 : CALIBRATION;
	/* At least a hundred batches, or p99 is only the slowest one. */
	return batch > LATENCY_ACCESSES / 100 ? LATENCY_ACCESSES / 100 : batch;
}

static void spread(struct latency *latency, const double *samples, unsigned int count)
{
	unsigned int i, bucket;

	latency->median = samples[count / 2];
	latency->p90 = samples[count * 90 / 100];
	latency->p99 = samples[count * 99 / 100];
	latency->max = samples[count - 1];
	for (i = 0, bucket = 0; i < count; i++) {
		while (bucket < LATENCY_BUCKETS - 1 &&
		       samples[i] >= latency_bucket_start(bucket + 1))
			bucket++;
		latency->buckets[bucket]++;
	}
}

double latency_bucket_start(unsigned int bucket)
{
	unsigned int octave = bucket / LATENCY_BUCKETS_AN_OCTAVE;
	unsigned int part = bucket % LATENCY_BUCKETS_AN_OCTAVE;

	if (!bucket)
		return 0;
	return (double)(LATENCY_FIRST << octave) *
	       (LATENCY_BUCKETS_AN_OCTAVE + part) / LATENCY_BUCKETS_AN_OCTAVE;
}

int latency_measure(const struct access *access, struct latency *latency)
{
	unsigned int i, count;
	bool failed = false;
	double *samples;

	*latency = (struct latency){ .batch = batch_size(access, &failed) };
	count = (LATENCY_ACCESSES + latency->batch - 1) / latency->batch;
	samples = calloc(count, sizeof(*samples));
	if (!samples)
		return -1;
	for (i = 0; i < count; i++)
		samples[i] = repeat(access, latency->batch, &failed) / latency->batch;
	qsort(samples, count, sizeof(*samples), ascending);
	spread(latency, samples, count);
	latency->samples = count;
	free(samples);
	return failed ? -1 : 0;
}
