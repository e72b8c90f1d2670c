// SPDX-License-Identifier: GPL-2.0
#include <sys/wait.h>
#include <time.h>

#include "child.h"

long long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

bool reap(pid_t pid, bool *ended, int *status)
{
	int one;
	pid_t dead;

	while ((dead = waitpid(-1, &one, WNOHANG)) > 0) {
		if (dead != pid)
			continue;
		*ended = true;
		*status = one;
	}
	return dead == 0;
}
