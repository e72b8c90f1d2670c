// SPDX-License-Identifier: GPL-2.0
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "cell.h"
#include "program.h"
#include "shell.h"
#include "text.h"

#define BUSYBOX "/bin/busybox"

/*
 * /dev/console cannot be a controlling terminal, without which a shell has no
 * job control and ^C does nothing; the tty behind it can.
 */
static void console_tty(char *path, size_t size)
{
	char active[128], *last;

	snprintf(path, size, "/dev/console");
	if (text_read("/sys/class/tty/console/active", active, sizeof(active)))
		return;
	active[strcspn(active, "\n")] = '\0';
	last = strrchr(active, ' ');
	last = last ? last + 1 : active;
	if (*last)
		snprintf(path, size, "/dev/%.32s", last);
}

static int first_cell(const struct plan *plan, char *cell, size_t size)
{
	struct dirent *entry;
	DIR *cells;

	cell[0] = '\0';
	if (plan->nr_cells) {
		snprintf(cell, size, "%s", plan->cells[0]);
		return 0;
	}
	cells = opendir("/cells");
	while (cells && (entry = readdir(cells))) {
		if (entry->d_name[0] == '.' || strlen(entry->d_name) >= size)
			continue;
		if (!cell[0] || strcmp(entry->d_name, cell) < 0)
			strcpy(cell, entry->d_name);
	}
	if (cells)
		closedir(cells);
	return cell[0] ? 0 : -1;
}

static void shell_exec(const char *tty)
{
	int fd;

	setsid();
	fd = open(tty, O_RDWR);
	if (fd < 0)
		_exit(127);
	ioctl(fd, TIOCSCTTY, 1);
	dup2(fd, STDIN_FILENO);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	setenv("HOME", "/", 1);
	setenv("TERM", "linux", 0);
	setenv("PS1", "kpw:$KPW_CELL \\w # ", 1);
	execl(BUSYBOX, "sh", NULL);
	_exit(127);
}

static void applets_install(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		execl(BUSYBOX, "busybox", "--install", "-s", "/bin", NULL);
		_exit(127);
	}
	if (pid > 0)
		waitpid(pid, NULL, 0);
}

/* What the shell has left running would hold devices. */
static void shell_sweep(void)
{
	kill(-1, SIGKILL);
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		;
}

int shell_run(const struct plan *plan, char *error)
{
	char cell[PLAN_TEXT], tty[64];
	int status = 0;
	pid_t pid, ended;

	if (access(BUSYBOX, X_OK))
		return fail(error, BUSYBOX ": %s", errno_text(errno));
	console_tty(tty, sizeof(tty));
	if (first_cell(plan, cell, sizeof(cell)) == 0) {
		if (cell_enter(plan, cell, error))
			dprintf(STDERR_FILENO, "kpw: cell %s: %s\n", cell, error);
		program_environment(plan, cell);
	}
	applets_install();
	dprintf(STDERR_FILENO, "kpw: shell of cell %s; tests in /tests and $KPW_CELL_DIR/tests; "
		"\"exit\" %s\n", cell[0] ? cell : "(none)",
		plan->wait ? "leaves it" : "powers off");
	pid = fork();
	if (pid == 0)
		shell_exec(tty);
	if (pid < 0)
		return fail(error, "shell: %s", errno_text(errno));
	/* Orphans of the shell come to init as well. */
	do
		ended = waitpid(-1, &status, 0);
	while (ended != pid && (ended > 0 || errno == EINTR));
	if (plan->wait)
		shell_sweep();
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return fail(error, "shell: cannot run " BUSYBOX " on %s", tty);
	return plan->wait && cell[0] ? cell_leave(plan, cell, error) : 0;
}
