// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "step.h"
#include "text.h"

/* The pipe's only writer is the child, so its end is the child's end. */
static int wait_for_end(int fd, unsigned int seconds)
{
	struct pollfd end = { .fd = fd, .events = POLLIN };
	struct timespec now;
	long long deadline, left;
	int ready;

	clock_gettime(CLOCK_MONOTONIC, &now);
	deadline = now.tv_sec * 1000LL + now.tv_nsec / 1000000 + seconds * 1000LL;
	for (;;) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		left = deadline - now.tv_sec * 1000LL - now.tv_nsec / 1000000;
		ready = poll(&end, 1, left > 0 ? left : 0);
		if (ready > 0)
			return 0;
		if (ready == 0 || errno != EINTR)
			return -1;
	}
}

int step_run(step step, const char *name, const struct plan *plan, const char *argument,
	     unsigned int seconds, char *error)
{
	char *shared;
	int ends[2], status = 0, result;
	pid_t pid;

	shared = mmap(NULL, ERROR_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		return fail(error, "%s: %s", name, errno_text(errno));
	if (pipe(ends)) {
		result = fail(error, "%s: %s", name, errno_text(errno));
		goto unmap;
	}
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		_exit(step(plan, argument, shared) ? 1 : 0);
	}
	close(ends[1]);
	if (pid < 0) {
		result = fail(error, "%s: %s", name, errno_text(errno));
	} else if (wait_for_end(ends[0], seconds)) {
		/* Not waited for: SIGKILL does nothing to a call stuck in the kernel. */
		kill(pid, SIGKILL);
		result = fail(error, "%s did not return within %u s", name, seconds);
	} else {
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		result = WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
		if (WIFSIGNALED(status))
			fail(error, "%s: killed by signal %d", name, WTERMSIG(status));
		else if (result)
			fail(error, "%s", shared);
	}
	close(ends[0]);
unmap:
	munmap(shared, ERROR_SIZE);
	return result;
}
