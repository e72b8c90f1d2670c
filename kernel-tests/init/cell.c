// SPDX-License-Identifier: GPL-2.0
#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cell.h"
#include "coverage.h"
#include "device.h"
#include "leak.h"
#include "module.h"
#include "program.h"
#include "step.h"
#include "stream.h"
#include "text.h"

/* Emulated machines are slow; none of these takes a second on a healthy one. */
#define STEP_SECONDS 30

/* More than anybody has: those beyond run in name order, and once more if they were named. */
#define SESSION_PROGRAMS 64

static int load(const struct plan *plan, const char *directory, char *error)
{
	return modules_load(plan, directory, error);
}

static int unload(const struct plan *plan, const char *directory, char *error)
{
	(void)plan;
	return modules_unload(directory, error);
}

static int bind_all(const struct plan *plan, const char *argument, char *error)
{
	(void)argument;
	return devices_bind(plan, error);
}

static int unbind_all(const struct plan *plan, const char *argument, char *error)
{
	(void)argument;
	return devices_unbind(plan, error);
}

static void cell_modules(const char *cell, char *directory, size_t size)
{
	snprintf(directory, size, "/cells/%s/modules", cell);
}

int cell_enter(const struct plan *plan, const char *cell, char *error)
{
	char directory[PATH_MAX];

	snprintf(directory, sizeof(directory), "/cells/%s", cell);
	if (access(directory, R_OK))
		return fail(error, "no folder %s", directory);
	cell_modules(cell, directory, sizeof(directory));
	if (step_run(load, "loading modules", plan, directory, STEP_SECONDS, error))
		return -1;
	coverage_mark("step bind", "");
	return step_run(bind_all, "binding devices", plan, NULL, STEP_SECONDS, error);
}

/* Unloads also after a failed unbind: what can go should go before the next cell. */
int cell_leave(const struct plan *plan, const char *cell, char *error)
{
	char directory[PATH_MAX], further[ERROR_SIZE];
	int result;

	cell_modules(cell, directory, sizeof(directory));
	coverage_mark("step unbind", "");
	result = step_run(unbind_all, "unbinding devices", plan, NULL, STEP_SECONDS, error);
	/* While the modules are there that backtraces name. */
	leaks_find(plan);
	coverage_mark("step unload", "");
	if (step_run(unload, "unloading modules", plan, directory, STEP_SECONDS,
		     result ? further : error))
		result = -1;
	leaks_find_again(plan);
	return result;
}

static int is_program(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* The programs of one cell: what has run, and whether to go on. */
struct session {
	const struct plan *plan;
	char done[SESSION_PROGRAMS][PLAN_TEXT];
	unsigned int count;
	bool over;
};

static bool session_has(const struct session *session, const char *name)
{
	unsigned int i;

	for (i = 0; i < session->count; i++)
		if (!strcmp(session->done[i], name))
			return true;
	return false;
}

static void session_program(struct session *session, const char *directory, const char *name)
{
	const struct plan *plan = session->plan;
	char path[PATH_MAX];

	if (session->over || session_has(session, name))
		return;
	snprintf(path, sizeof(path), "%s/%s", directory, name);
	if (!program_run(path, name, plan->timeout, plan->until_failure) && plan->until_failure)
		session->over = true;
	if (session->count < SESSION_PROGRAMS)
		snprintf(session->done[session->count++], PLAN_TEXT, "%s", name);
}

static void session_folder(struct session *session, const char *directory)
{
	struct dirent **entries = NULL;
	int i, count;

	count = scandir(directory, &entries, is_program, alphasort);
	for (i = 0; i < count; i++) {
		session_program(session, directory, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
}

/* Those that /cells/<cell>/order names, one a line, before all others. */
static void session_ordered(struct session *session, const char *cell, const char *tests)
{
	static char order[SESSION_PROGRAMS * PLAN_TEXT];
	const char *folders[] = { tests, "/tests" };
	char path[PATH_MAX], *rest = order, *name;
	unsigned int i;

	snprintf(path, sizeof(path), "/cells/%s/order", cell);
	if (text_read(path, order, sizeof(order)))
		return;
	while ((name = strsep(&rest, "\n"))) {
		for (i = 0; i < 2 && *name && !strchr(name, '/'); i++) {
			snprintf(path, sizeof(path), "%s/%s", folders[i], name);
			if (!access(path, X_OK))
				session_program(session, folders[i], name);
		}
	}
}

static void programs_run(const struct plan *plan, const char *cell)
{
	struct session session = { .plan = plan };
	char tests[PLAN_TEXT + 16], suites[PLAN_TEXT + 16];

	snprintf(tests, sizeof(tests), "/cells/%.63s/tests", cell);
	snprintf(suites, sizeof(suites), "/cells/%.63s/suites", cell);
	session_ordered(&session, cell, tests);
	session_folder(&session, tests);
	session_folder(&session, "/tests");
	/* Clients that others wrote come last: they prove nothing about what was before. */
	session_folder(&session, suites);
	session_folder(&session, "/suites");
}

void cell_run(const struct plan *plan, const char *cell)
{
	char error[ERROR_SIZE], further[ERROR_SIZE];
	int failed;

	stream_line("cell %s begin", cell);
	/* So that a splat of a module's own init is seen to be this cell's. */
	kmsg("kpw: cell %s load", cell);
	coverage_begin();
	failed = cell_enter(plan, cell, error);
	kmsg("kpw: cell %s begin", cell);
	if (!failed) {
		program_environment(plan, cell);
		programs_run(plan, cell);
	}
	if (cell_leave(plan, cell, failed ? further : error)) {
		if (failed)
			kmsg("kpw: cell %s: also: %s", cell, further);
		failed = -1;
	}
	coverage_report();
	kmsg("kpw: cell %s end", cell);
	if (failed)
		stream_line("error cell %s: %s", cell, error);
	else
		stream_line("cell %s end", cell);
}
