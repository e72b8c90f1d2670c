// SPDX-License-Identifier: GPL-2.0
#include "caches.h"
#include "event.h"
#include "grown.h"
#include "rcu.h"

/*
 * Mappings, files and processes are freed by RCU; in newer kernels the eventfd for errors and requests, too. What is
 * lost grows each time; what waits to be freed does not, once it was waited for long enough.
 */
#define TRIES 6
#define WAIT 30		/* milliseconds, twice as many each time */

const char *grown_by(void (*act)(void *what), void *what, int rounds)
{
	static struct caches before, after;
	const char *name = "nothing";
	int try, i, id;

	for (try = 0; try < TRIES; try++) {
		if (try)
			rcu_wait(WAIT << try);
		id = event_next_id();
		if (!caches_read(&before))
			before.count = 0;
		for (i = 0; i < rounds; i++)
			act(what);
		if (try)
			rcu_wait(WAIT << try);
		if (event_next_id() > id)
			name = "eventfds";
		else if (!before.count || !caches_read(&after) ||
			 caches_growth(&before, &after, &name) < rounds)
			return "nothing";
	}
	return name;
}
