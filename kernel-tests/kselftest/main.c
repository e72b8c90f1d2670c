// SPDX-License-Identifier: GPL-2.0
/*
 * Runs one selftest as kselftest's own runner does (tools/testing/selftests/kselftest/
 * runner.sh): in its directory, with its time limit, its output behind "# ", and its
 * exit status as the result. Init starts it under the test's name; called "ground" it
 * prepares the guest for all of them.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "ground.h"
#include "output.h"
#include "plan.h"

#define KSFT_PASS 0
#define KSFT_FAIL 1
#define KSFT_XFAIL 2
#define KSFT_SKIP 4
/* What shells and exec() end with where a program is not there, or is none. */
#define NOT_EXECUTABLE 126
#define NOT_FOUND 127

/* A busy host may take longer than a test's limit; nobody waits for hours. */
#define MOST_SECONDS 1800
/* How long what a program left running may go on writing. */
#define LINGER_MS 500
#define DEATH_MS 5000
#define MOST_FILES 256
#define STDBUF "/usr/libexec/coreutils/libstdbuf.so"

static const char PATHS[] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

struct run {
	pid_t pid;
	int fd;
	bool ended;
	bool closed;
	bool timed_out;
	int status;
};

/* Before whatever a test does to the scheduler and to memory; a test itself has it not. */
static void stand_firm(void)
{
	struct sched_param first = { .sched_priority = 1 };
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &first);
	if (fd < 0)
		return;
	if (write(fd, "-1000", 5) != 5)
		printf("# kpw: the OOM killer may take the runner\n");
	close(fd);
}

/* Whether a program is linked with AddressSanitizer, as openat2's are up to v6.6. */
static bool is_sanitized(const char *program)
{
	bool found = false;
	struct stat stat;
	void *bytes;
	int fd;

	fd = open(program, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	if (!fstat(fd, &stat) && stat.st_size > 0) {
		bytes = mmap(NULL, stat.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (bytes != MAP_FAILED) {
			found = memmem(bytes, stat.st_size, "__asan_init", strlen("__asan_init"));
			munmap(bytes, stat.st_size);
		}
	}
	close(fd);
	return found;
}

static void test_environment(const char *program)
{
	setenv("PATH", PATHS, 1);
	setenv("HOME", "/root", 1);
	setenv("USER", "root", 1);
	setenv("SHELL", "/bin/sh", 1);
	setenv("TERM", "dumb", 1);
	setenv("LC_ALL", "C", 1);
	/*
	 * As the runner does by stdbuf(1): a test that is killed, or forks, loses and doubles nothing.
	 * AddressSanitizer wants to be the first library of all.
	 */
	if (!access(STDBUF, R_OK) && !is_sanitized(program)) {
		setenv("_STDBUF_O", "L", 1);
		setenv("LD_PRELOAD", STDBUF, 1);
	}
}

static void test_start(const struct plan *plan, int output)
{
	int null = open("/dev/null", O_RDONLY), fd;

	setsid();
	fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	if (fd >= 0) {
		if (write(fd, "0", 1) != 1)
			dprintf(output, "kpw: the OOM killer spares the test\n");
		close(fd);
	}
	dup2(null, STDIN_FILENO);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	ground_mounts(plan->root);
	fflush(stdout);
	if (plan->directory[0] && chdir(plan->directory)) {
		printf("kpw: %s: %s\n", plan->directory, strerror(errno));
		fflush(stdout);
		_exit(KSFT_FAIL);
	}
	test_environment(plan->argv[0]);
	/* Some tests know the next number of a file: of init's, none may be left. */
	for (fd = STDERR_FILENO + 1; fd < MOST_FILES; fd++)
		close(fd);
	execv(plan->argv[0], plan->argv);
	fd = errno;
	/* ENOENT of a file that is there speaks of its interpreter. */
	if (fd == ENOENT && !access(plan->argv[0], F_OK))
		printf("kpw: %s: its interpreter is not found\n", plan->argv[0]);
	else
		printf("kpw: %s: %s\n", plan->argv[0], strerror(fd));
	fflush(stdout);
	_exit(fd == ENOENT ? NOT_FOUND : NOT_EXECUTABLE);
}

static void forward(struct run *run, struct output *output)
{
	char buffer[16384];
	ssize_t got;
	int i;

	for (i = 0; i < 16 && !run->closed; i++) {
		got = read(run->fd, buffer, sizeof(buffer));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && errno == EAGAIN)
			return;
		if (got <= 0)
			run->closed = true;
		else
			output_add(output, buffer, got);
	}
}

static void follow(struct run *run, struct output *output, unsigned int seconds)
{
	long long deadline = now_ms() + seconds * 1000LL;
	struct pollfd fd = { .fd = run->fd, .events = POLLIN };

	for (;;) {
		reap(run->pid, &run->ended, &run->status);
		if (run->ended)
			break;
		if (now_ms() >= deadline) {
			run->timed_out = true;
			break;
		}
		/* An end is noticed a moment later; nobody measures by it. */
		poll(run->closed ? NULL : &fd, run->closed ? 0 : 1, 20);
		forward(run, output);
	}
	/* Whom a test left behind may still have something to say, for a moment. */
	deadline = now_ms() + LINGER_MS;
	while (!run->closed && !run->timed_out && now_ms() < deadline) {
		poll(&fd, 1, 20);
		forward(run, output);
	}
}

/* All but init and this one are the test's, in whatever namespaces. */
static void sweep(struct run *run)
{
	long long deadline = now_ms() + DEATH_MS;

	do {
		kill(-1, SIGKILL);
		usleep(2000);
	} while (reap(run->pid, &run->ended, &run->status) && now_ms() < deadline);
}

static int report(const struct plan *plan, const struct run *run, unsigned int seconds)
{
	int status = WIFEXITED(run->status) ? WEXITSTATUS(run->status) : -1;

	if (run->timed_out) {
		if (seconds > plan->timeout)
			printf("# kpw: its %u seconds counted %u-fold: the guest was that slow to come up\n",
			       plan->timeout, seconds / plan->timeout);
		printf("not ok 1 selftests: %s # TIMEOUT %u seconds\n", plan->title, seconds);
		return KSFT_FAIL;
	}
	if (status == KSFT_SKIP) {
		printf("ok 1 selftests: %s # SKIP\n", plan->title);
		return KSFT_SKIP;
	}
	if (status == KSFT_PASS) {
		printf("ok 1 selftests: %s\n", plan->title);
		return KSFT_PASS;
	}
	if (status < 0)
		printf("not ok 1 selftests: %s # signal=%d\n", plan->title, WTERMSIG(run->status));
	else
		printf("not ok 1 selftests: %s # exit=%d\n", plan->title, status);
	return KSFT_FAIL;
}

static unsigned int limit_of(const struct plan *plan)
{
	unsigned int seconds = plan->timeout * ground_slowness();

	if (seconds <= MOST_SECONDS)
		return seconds;
	return plan->timeout > MOST_SECONDS ? plan->timeout : MOST_SECONDS;
}

int main(int argc, char **argv)
{
	const char *slash = strrchr(argv[0], '/');
	const char *name = slash ? slash + 1 : argv[0];
	struct output output = { 0 };
	struct run run = { 0 };
	unsigned int seconds;
	struct plan plan;
	int ends[2];

	(void)argc;
	if (!strcmp(name, "ground"))
		return ground_lay();
	printf("TAP version 13\n1..1\n");
	if (plan_read(name, &plan)) {
		printf("not ok 1 selftests: %s # ERROR no plan\n", name);
		return KSFT_FAIL;
	}
	if (plan.why[0]) {
		printf("not ok 1 selftests: %s # ERROR %s\n", plan.title, plan.why);
		return KSFT_FAIL;
	}
	fflush(stdout);
	stand_firm();
	signal(SIGPIPE, SIG_IGN);
	seconds = limit_of(&plan);
	if (pipe2(ends, O_CLOEXEC)) {
		printf("not ok 1 selftests: %s # ERROR no pipe: %s\n", plan.title, strerror(errno));
		return KSFT_FAIL;
	}
	run.fd = ends[0];
	fcntl(run.fd, F_SETFL, O_NONBLOCK);
	run.pid = fork();
	if (run.pid < 0) {
		printf("not ok 1 selftests: %s # ERROR no process: %s\n", plan.title, strerror(errno));
		return KSFT_FAIL;
	}
	if (!run.pid) {
		signal(SIGPIPE, SIG_DFL);
		test_start(&plan, ends[1]);
	}
	close(ends[1]);
	follow(&run, &output, seconds);
	sweep(&run);
	/* What a killed program had written stays evidence. */
	forward(&run, &output);
	output_finish(&output);
	return report(&plan, &run, seconds);
}
