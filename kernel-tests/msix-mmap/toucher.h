/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_TOUCHER_H
#define KPW_TOUCHER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#define TOUCHERS 4

/*
 * Threads that read one register through its mapping, over and over, while
 * something happens to the device. None of them may ever see what a device
 * says that is not there (PCI Local Bus 3.0, 6.1: all ones): either the
 * register's value, or SIGBUS, or the read waits.
 */
struct toucher {
	const volatile void *at;
	uint32_t value;
	atomic_bool stop;
	atomic_uint reads;		/* that gave the value */
	atomic_uint faults;
	_Atomic uint32_t other;		/* something else that was read */
	atomic_bool strange;
	unsigned int threads;
	pthread_t thread[TOUCHERS];
};

/* -1 with errno; @value is what the register says. */
int toucher_start(struct toucher *toucher, const volatile void *at, uint32_t value,
		  unsigned int threads);

/* "consistent", "all_ones", or "changed". */
const char *toucher_stop(struct toucher *toucher);

#endif
