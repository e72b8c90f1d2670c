// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <sched.h>
#include <unistd.h>

#include "access.h"
#include "toucher.h"

static void *touch(void *argument)
{
	struct toucher *toucher = argument;
	uint32_t value;

	while (!atomic_load(&toucher->stop)) {
		if (!mapped_read32((const void *)toucher->at, 0, &value)) {
			atomic_fetch_add(&toucher->faults, 1);
			/* One CPU: whoever is to bring the page back has to run. */
			usleep(200);
			continue;
		}
		if (value == toucher->value) {
			atomic_fetch_add(&toucher->reads, 1);
		} else {
			atomic_store(&toucher->other, value);
			atomic_store(&toucher->strange, true);
		}
		sched_yield();
	}
	return NULL;
}

int toucher_start(struct toucher *toucher, const volatile void *at, uint32_t value,
		  unsigned int threads)
{
	int error;

	*toucher = (struct toucher){ .at = at, .value = value };
	while (toucher->threads < threads && toucher->threads < TOUCHERS) {
		error = pthread_create(&toucher->thread[toucher->threads], NULL, touch, toucher);
		if (error) {
			toucher_stop(toucher);
			errno = error;
			return -1;
		}
		toucher->threads++;
	}
	return 0;
}

const char *toucher_stop(struct toucher *toucher)
{
	unsigned int i;

	atomic_store(&toucher->stop, true);
	for (i = 0; i < toucher->threads; i++)
		pthread_join(toucher->thread[i], NULL);
	toucher->threads = 0;
	if (!atomic_load(&toucher->strange))
		return "consistent";
	return atomic_load(&toucher->other) == ~0U ? "all_ones" : "changed";
}
