// SPDX-License-Identifier: GPL-2.0
#include <dirent.h>
#include <limits.h>
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
static int cell_leave(const struct plan *plan, const char *cell, char *error)
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

static void programs_run(const struct plan *plan, const char *directory)
{
	struct dirent **entries = NULL;
	char path[PATH_MAX];
	int i, count;

	count = scandir(directory, &entries, is_program, alphasort);
	for (i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "%s/%s", directory, entries[i]->d_name);
		program_run(path, entries[i]->d_name, plan->timeout);
		free(entries[i]);
	}
	free(entries);
}

void cell_run(const struct plan *plan, const char *cell)
{
	char directory[PATH_MAX], error[ERROR_SIZE], further[ERROR_SIZE];
	int failed;

	stream_line("cell %s begin", cell);
	/* So that a splat of a module's own init is seen to be this cell's. */
	kmsg("kpw: cell %s load", cell);
	coverage_begin();
	failed = cell_enter(plan, cell, error);
	kmsg("kpw: cell %s begin", cell);
	if (!failed) {
		program_environment(plan, cell);
		snprintf(directory, sizeof(directory), "/cells/%s/tests", cell);
		programs_run(plan, directory);
		programs_run(plan, "/tests");
		/* Clients that others wrote come last: they prove nothing about what was before. */
		snprintf(directory, sizeof(directory), "/cells/%s/suites", cell);
		programs_run(plan, directory);
		programs_run(plan, "/suites");
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
