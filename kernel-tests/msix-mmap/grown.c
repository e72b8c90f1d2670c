// SPDX-License-Identifier: GPL-2.0
#include <unistd.h>

#include "caches.h"
#include "event.h"
#include "grown.h"

#define TRIES 3

/* Mappings, files and processes are freed by RCU; in newer kernels the eventfd for errors and requests, too. */
static void let_rcu_free(void)
{
	usleep(30000);
}

const char *grown_by(void (*act)(void *what), void *what, int rounds)
{
	static struct caches before, after;
	const char *name = "nothing";
	int try, i, id;

	for (try = 0; try < TRIES; try++) {
		if (try)
			let_rcu_free();
		id = event_next_id();
		if (!caches_read(&before))
			before.count = 0;
		for (i = 0; i < rounds; i++)
			act(what);
		if (try)
			let_rcu_free();
		if (event_next_id() > id)
			name = "eventfds";
		else if (!before.count || !caches_read(&after) ||
			 caches_growth(&before, &after, &name) < rounds)
			return "nothing";
	}
	return name;
}
