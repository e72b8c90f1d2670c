// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan.h"

#define DEFAULT_SECONDS 45

static int copy(char *to, const char *from)
{
	if (strlen(from) >= PLAN_TEXT)
		return -1;
	strcpy(to, from);
	return 0;
}

static int plan_line(struct plan *plan, const char *word, const char *value)
{
	if (!strcmp(word, "title"))
		return copy(plan->title, value);
	if (!strcmp(word, "root"))
		return copy(plan->root, value);
	if (!strcmp(word, "directory"))
		return copy(plan->directory, value);
	if (!strcmp(word, "why"))
		return copy(plan->why, value);
	if (!strcmp(word, "timeout")) {
		plan->timeout = strtoul(value, NULL, 10);
		return plan->timeout ? 0 : -1;
	}
	if (!strcmp(word, "argument") && plan->argc < PLAN_ARGUMENTS) {
		plan->argv[plan->argc] = strdup(value);
		return plan->argv[plan->argc++] ? 0 : -1;
	}
	return -1;
}

/* A cell's own plan before that of all cells. */
static FILE *plan_open(const char *name)
{
	const char *cell = getenv("KPW_CELL_DIR");
	char path[PATH_MAX];
	FILE *file = NULL;

	if (cell) {
		snprintf(path, sizeof(path), "%s/kselftest.plan/%s", cell, name);
		file = fopen(path, "r");
	}
	if (!file) {
		snprintf(path, sizeof(path), "/kselftest.plan/%s", name);
		file = fopen(path, "r");
	}
	return file;
}

int plan_read(const char *name, struct plan *plan)
{
	char line[PLAN_TEXT + 32], *value;
	FILE *file = plan_open(name);
	int result = 0;

	memset(plan, 0, sizeof(*plan));
	plan->timeout = DEFAULT_SECONDS;
	if (!file) {
		printf("# kpw: no plan for %s: %s\n", name, strerror(errno));
		return -1;
	}
	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		value = strchr(line, ' ');
		if (!value)
			continue;
		*value++ = '\0';
		if (plan_line(plan, line, value)) {
			printf("# kpw: cannot use \"%s\" of the plan for %s\n", line, name);
			result = -1;
		}
	}
	fclose(file);
	if (!plan->title[0] || (!plan->argc && !plan->why[0])) {
		printf("# kpw: the plan for %s names nothing to run\n", name);
		result = -1;
	}
	return result;
}
