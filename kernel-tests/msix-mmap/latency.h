/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_LATENCY_H
#define KPW_LATENCY_H

#include <stdint.h>
#include <sys/types.h>

/* At least this many, in whole batches. */
#define LATENCY_ACCESSES 10000

/* Four to an octave from 16 ns to a second, the last one open: narrow enough for a plot. */
#define LATENCY_FIRST 16UL
#define LATENCY_BUCKETS_AN_OCTAVE 4
#define LATENCY_BUCKETS (26 * LATENCY_BUCKETS_AN_OCTAVE)

enum access_kind {
	ACCESS_PREAD,
	ACCESS_PWRITE,
	ACCESS_MAPPED_READ,
	ACCESS_MAPPED_WRITE,
};

/* A 4-byte access to a register: by a call at an offset of the device fd, or through a mapping. */
struct access {
	enum access_kind kind;
	int fd;
	off_t offset;
	volatile uint32_t *mapped;
};

struct latency {
	double median;		/* ns of one access, as its batch's mean */
	double p90;
	double p99;
	double max;
	unsigned int batch;	/* accesses between two readings of the clock */
	unsigned int samples;	/* batches */
	unsigned int buckets[LATENCY_BUCKETS];	/* batches by latency */
};

/* Where a bucket begins, in ns; it ends where the next one begins. */
double latency_bucket_start(unsigned int bucket);

/* -1 where an access failed. */
int latency_measure(const struct access *access, struct latency *latency);

#endif
