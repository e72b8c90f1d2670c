/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_LATENCY_H
#define KPW_LATENCY_H

#include <stdint.h>

#include "bar.h"

#define LATENCY_ACCESSES 10000

struct latency {
	double median;		/* ns of one access */
	double p99;
	unsigned int batch;	/* accesses between two readings of the clock */
};

/* 4-byte reads at @at by pread, or at @mapped through a mapping; -1 with errno. */
int latency_pread(const struct bar *bar, uint64_t at, struct latency *latency);
int latency_mapped(const volatile void *mapped, struct latency *latency);

#endif
