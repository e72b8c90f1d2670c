// SPDX-License-Identifier: GPL-2.0
/*
 * PID 1 of a kpw guest: runs the programs of every cell in /plan, reports on
 * the result stream, powers off. kernel-tests/README.md has the protocol.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "leak.h"
#include "module.h"
#include "plan.h"
#include "power.h"
#include "serve.h"
#include "step.h"
#include "stream.h"
#include "text.h"

#define BASE_SECONDS 30
/* There where the kernel has it. */
#define DEBUGFS "/sys/kernel/debug"

static void mount_at(const char *type, const char *path)
{
	mkdir(path, 0755);
	if (mount(type, path, type, 0, NULL) && errno != EBUSY)
		dprintf(STDERR_FILENO, "kpw: mount %s: %s\n", path, errno_text(errno));
}

static void console_open(void)
{
	int fd = open("/dev/console", O_RDWR);

	/* An initramfs without /dev/console starts init without any fd. */
	if (fd < 0)
		return;
	dup2(fd, STDIN_FILENO);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

static int base_load(const struct plan *plan, const char *directory, char *error)
{
	return modules_load(plan, directory, error);
}

int main(void)
{
	static struct plan plan;
	char error[ERROR_SIZE], plan_error[ERROR_SIZE];
	int plan_failed;
	struct utsname system;

	mount_at("proc", "/proc");
	mount_at("sysfs", "/sys");
	mount_at("devtmpfs", "/dev");
	if (!access(DEBUGFS, F_OK))
		mount_at("debugfs", DEBUGFS);
	console_open();
	leaks_begin();
	plan_failed = plan_read("/plan", &plan, plan_error);
	stream_open(plan.results);
	uname(&system);
	stream_line("1 boot release=%s page=%ld", system.release, sysconf(_SC_PAGESIZE));

	if (plan_failed)
		stream_line("error %s", plan_error);
	if (step_run(base_load, "loading base modules", &plan, "/modules/base", BASE_SECONDS,
		     error))
		stream_line("error %s", error);
	plan_run(&plan);
	if (plan.wait)
		serve(&plan);
	stream_line("end");
	power_off();
}
