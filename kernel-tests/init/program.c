// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "child.h"
#include "coverage.h"
#include "program.h"
#include "stream.h"
#include "text.h"

/* Far above any test's output; a program beyond it is in a loop. */
#define OUTPUT_LIMIT (1024 * 1024)
/* Between two looks at the clock: a serial port is slower than a flood. */
#define FORWARD_CHUNKS 4
#define DEATH_MS 5000

/* Exit statuses of a test program (tools/testing/selftests/kselftest.h). */
#define KSFT_PASS 0
#define KSFT_FAIL 1
#define KSFT_XFAIL 2
#define KSFT_SKIP 4

/* How KTAP says that a test passed or failed (Documentation/dev-tools/ktap.rst). */
static const char OK[] = "ok ";
static const char NOT_OK[] = "not ok ";

/* Results of one program of which the time is told; a line of the stream has room for twenty of them. */
#define RESULTS 512
#define RESULTS_A_LINE 20

struct run {
	pid_t pid;
	int fd;			/* read end of the program's stdout */
	size_t output;		/* bytes so far */
	bool ended;
	bool closed;		/* every writer of the pipe is gone */
	bool until_failure;	/* nobody wants to know more than that a test failed */
	bool failed;		/* a line began with NOT_OK */
	char head[sizeof(NOT_OK)];	/* how the line begins */
	unsigned int head_length;	/* sizeof(head) when all that counts is known */
	long long start;		/* as of now_ms() */
	unsigned int results;		/* lines that are a test's result */
	unsigned int at[RESULTS];	/* ms after the start at which the first of them came */
	int status;
};

static void on_child(int signal)
{
	(void)signal;
}

void program_environment(const struct plan *plan, const char *cell)
{
	char name[PLAN_TEXT + 16], value[PLAN_TEXT + 32], *at;
	unsigned int i;

	setenv("PATH", "/bin:/tests", 1);
	setenv("KPW_CELL", cell, 1);
	snprintf(value, sizeof(value), "/cells/%s", cell);
	setenv("KPW_CELL_DIR", value, 1);
	snprintf(value, sizeof(value), "/cells/%s/contract", cell);
	setenv("KPW_CONTRACT", value, 1);
	for (i = 0; i < plan->variables.count; i++)
		setenv(plan->variables.pairs[i].name, plan->variables.pairs[i].value, 1);
	for (i = 0; i < plan->nr_devices; i++) {
		snprintf(name, sizeof(name), "KPW_%s_%s",
			 strcmp(plan->devices[i].bus, "pci") ? "DEVICE" : "BDF",
			 plan->devices[i].role);
		for (at = name; *at; at++)
			*at = isalnum((unsigned char)*at) ? toupper((unsigned char)*at) : '_';
		setenv(name, plan->devices[i].name, 1);
	}
}

static pid_t program_start(const char *path, const char *name, int output, const sigset_t *mask)
{
	pid_t pid = fork();
	int null;

	if (pid)
		return pid;
	setsid();
	sigprocmask(SIG_SETMASK, mask, NULL);
	null = open("/dev/null", O_RDONLY);
	dup2(null, STDIN_FILENO);
	dup2(output, STDOUT_FILENO);
	execl(path, name, NULL);
	dprintf(STDERR_FILENO, "kpw: %s: %s\n", path, errno_text(errno));
	_exit(127);
}

static void on_result(struct run *run, bool failed)
{
	if (failed)
		run->failed = true;
	if (run->results < RESULTS)
		run->at[run->results] = now_ms() - run->start;
	run->results++;
}

static void look_for_results(struct run *run, const char *data, ssize_t length)
{
	for (; length; data++, length--) {
		if (*data == '\n') {
			run->head_length = 0;
			continue;
		}
		if (run->head_length == sizeof(run->head))
			continue;
		run->head[run->head_length++] = *data;
		if (run->head_length == sizeof(OK) - 1 && !memcmp(run->head, OK, sizeof(OK) - 1)) {
			on_result(run, false);
			run->head_length = sizeof(run->head);
		} else if (run->head_length == sizeof(NOT_OK) - 1 &&
			   !memcmp(run->head, NOT_OK, sizeof(NOT_OK) - 1)) {
			on_result(run, true);
			run->head_length = sizeof(run->head);
		}
	}
}

/* False when the program has written more than it may. */
static bool forward(struct run *run)
{
	char buffer[4096];
	ssize_t got;
	int i;

	for (i = 0; i < FORWARD_CHUNKS && !run->closed; i++) {
		got = read(run->fd, buffer, sizeof(buffer));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && errno == EAGAIN)
			break;
		if (got <= 0) {
			run->closed = true;
			break;
		}
		if (run->output + got > OUTPUT_LIMIT)
			return false;
		run->output += got;
		stream_write(buffer, got);
		look_for_results(run, buffer, got);
	}
	return true;
}

/* Forward output until the program ends (true) or @deadline passes (false). */
static bool follow(struct run *run, long long deadline, const sigset_t *mask, bool *flood)
{
	struct timespec wait;
	struct pollfd fd = { .fd = run->fd, .events = POLLIN };
	long long left;

	for (;;) {
		reap(run->pid, &run->ended, &run->status);
		if (run->ended)
			return true;
		left = deadline - now_ms();
		if (left <= 0)
			return false;
		wait.tv_sec = left / 1000;
		wait.tv_nsec = left % 1000 * 1000000;
		/* SIGCHLD is only let in here, so an end cannot slip by unseen. */
		if (ppoll(run->closed ? NULL : &fd, run->closed ? 0 : 1, &wait, mask) <= 0)
			continue;
		if (!forward(run)) {
			*flood = true;
			return false;
		}
		if (run->failed && run->until_failure)
			return true;
	}
}

/*
 * Nothing of a program may outlive it. The harness puts each test into a
 * process group of its own, so the program's group is not all; but all that
 * runs beside init is the program's.
 */
static void sweep(struct run *run)
{
	long long deadline = now_ms() + DEATH_MS;

	kill(-run->pid, SIGKILL);
	kill(-1, SIGKILL);
	while (reap(run->pid, &run->ended, &run->status) && now_ms() < deadline)
		usleep(2000);
}

/* A program that says more results than there is room for has no times: nobody could tell whose they are. */
static void report_times(const char *name, const struct run *run)
{
	char text[RESULTS_A_LINE * 11 + 1];
	unsigned int i, used = 0;

	if (run->results > RESULTS)
		return;
	for (i = 0; i < run->results; i++) {
		used += snprintf(text + used, sizeof(text) - used, " %u", run->at[i]);
		if ((i + 1) % RESULTS_A_LINE == 0 || i + 1 == run->results) {
			stream_line("program %s at%s", name, text);
			used = 0;
		}
	}
}

static void report(const char *name, const struct run *run, bool timed_out,
		   unsigned int timeout, long long ms)
{
	report_times(name, run);
	if (timed_out)
		stream_line("program %s end timeout=%u ms=%lld", name, timeout, ms);
	else if (run->failed && run->until_failure)
		stream_line("program %s end exit=%d ms=%lld", name, KSFT_FAIL, ms);
	else if (run->ended && WIFEXITED(run->status))
		stream_line("program %s end exit=%d ms=%lld", name, WEXITSTATUS(run->status), ms);
	else
		stream_line("program %s end signal=%d ms=%lld", name,
			    run->ended ? WTERMSIG(run->status) : SIGKILL, ms);
}

static bool passed(const struct run *run)
{
	int status;

	if (!run->ended || run->failed || !WIFEXITED(run->status))
		return false;
	status = WEXITSTATUS(run->status);
	return status == KSFT_PASS || status == KSFT_XFAIL || status == KSFT_SKIP;
}

bool program_run(const char *path, const char *name, unsigned int timeout, bool until_failure)
{
	struct sigaction action = { .sa_handler = on_child };
	struct run run = { .until_failure = until_failure };
	sigset_t child, mask;
	long long ms;
	bool timed_out = false, flood = false;
	char cut[64];
	int ends[2], i;

	stream_line("program %s begin", name);
	coverage_mark("program", name);
	sigaction(SIGCHLD, &action, NULL);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, &mask);
	run.start = now_ms();
	if (pipe2(ends, O_CLOEXEC)) {
		kmsg("kpw: program %s: %s", name, errno_text(errno));
		stream_line("program %s end exit=127 ms=0", name);
		goto unblock;
	}
	run.fd = ends[0];
	fcntl(run.fd, F_SETFL, O_NONBLOCK);
	run.pid = program_start(path, name, ends[1], &mask);
	close(ends[1]);
	if (run.pid < 0) {
		kmsg("kpw: program %s: %s", name, errno_text(errno));
		stream_line("program %s end exit=127 ms=0", name);
		goto close;
	}
	timed_out = !follow(&run, run.start + timeout * 1000LL, &mask, &flood) && !flood;
	ms = now_ms() - run.start;
	sweep(&run);
	/*
	 * What a killed program had written stays evidence: at most a pipe's
	 * 64 KiB, since whoever could write more is dead.
	 */
	for (i = 0; i < 65536 / 4096 / FORWARD_CHUNKS + 1 && !flood; i++)
		flood = !forward(&run);
	if (flood) {
		snprintf(cut, sizeof(cut), "\n# kpw: output cut after %zu bytes\n", run.output);
		stream_write(cut, strlen(cut));
	}
	report(name, &run, timed_out, timeout, ms);
close:
	close(run.fd);
unblock:
	sigprocmask(SIG_SETMASK, &mask, NULL);
	return passed(&run) && !timed_out && !flood;
}
