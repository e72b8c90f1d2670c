// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "module.h"
#include "plan.h"
#include "text.h"

#define DEFAULT_TIMEOUT 120
#define DEFAULT_RESULTS "/dev/ttyS1"

static int copy(char *to, size_t size, const char *from)
{
	if (!from || !*from || strlen(from) >= size)
		return -1;
	strcpy(to, from);
	return 0;
}

static int plan_timeout(struct plan *plan, const char *value)
{
	char *end;
	unsigned long seconds;

	if (!value)
		return -1;
	seconds = strtoul(value, &end, 10);
	if (*end || !seconds || seconds > 24 * 3600)
		return -1;
	plan->timeout = seconds;
	return 0;
}

static int plan_device(struct plan *plan, char *words)
{
	struct plan_device *device = &plan->devices[plan->nr_devices];
	char *role = strsep(&words, " \t");

	if (plan->nr_devices == PLAN_DEVICES ||
	    copy(device->role, sizeof(device->role), role) ||
	    copy(device->bdf, sizeof(device->bdf), words))
		return -1;
	plan->nr_devices++;
	return 0;
}

static int plan_parameter(struct plan *plan, char *words)
{
	struct plan_parameter *parameter = &plan->parameters[plan->nr_parameters];
	char *module = strsep(&words, " \t");

	if (plan->nr_parameters == PLAN_PARAMETERS ||
	    copy(parameter->module, sizeof(parameter->module), module) ||
	    copy(parameter->options, sizeof(parameter->options), words))
		return -1;
	module_canonical(parameter->module);
	plan->nr_parameters++;
	return 0;
}

static int plan_variable(struct plan *plan, char *words)
{
	struct plan_variable *variable = &plan->variables[plan->nr_variables];
	char *name = strsep(&words, " \t");

	if (plan->nr_variables == PLAN_VARIABLES ||
	    copy(variable->name, sizeof(variable->name), name) ||
	    copy(variable->value, sizeof(variable->value), words))
		return -1;
	plan->nr_variables++;
	return 0;
}

static int plan_cell(struct plan *plan, const char *name)
{
	/* The name becomes a path under /cells. */
	if (plan->nr_cells == PLAN_CELLS || !name || strchr(name, '/') ||
	    copy(plan->cells[plan->nr_cells], PLAN_TEXT, name))
		return -1;
	plan->nr_cells++;
	return 0;
}

static int plan_directive(struct plan *plan, char *line)
{
	char *word = strsep(&line, " \t");

	if (!strcmp(word, "timeout"))
		return plan_timeout(plan, line);
	if (!strcmp(word, "device"))
		return plan_device(plan, line);
	if (!strcmp(word, "parameter"))
		return plan_parameter(plan, line);
	if (!strcmp(word, "results"))
		return copy(plan->results, sizeof(plan->results), line);
	if (!strcmp(word, "environment"))
		return plan_variable(plan, line);
	if (!strcmp(word, "cell"))
		return plan_cell(plan, line);
	if (!strcmp(word, "reset") && line && !strcmp(line, "none")) {
		plan->no_reset = true;
		return 0;
	}
	if (!strcmp(word, "shell") && !line) {
		plan->shell = true;
		return 0;
	}
	return -1;
}

int plan_read(const char *path, struct plan *plan, char *error)
{
	static char text[65536];
	char whole[256];
	char *rest = text, *line;
	int result = 0;
	size_t length;

	memset(plan, 0, sizeof(*plan));
	plan->timeout = DEFAULT_TIMEOUT;
	strcpy(plan->results, DEFAULT_RESULTS);
	if (text_read(path, text, sizeof(text)))
		return fail(error, "%s: %s", path, errno_text(errno));
	while ((line = strsep(&rest, "\n"))) {
		length = strlen(line);
		while (length && (line[length - 1] == ' ' || line[length - 1] == '\r'))
			line[--length] = '\0';
		if (!length || *line == '#')
			continue;
		snprintf(whole, sizeof(whole), "%.200s", line);
		if (plan_directive(plan, line) && !result)
			result = fail(error, "%s: cannot use \"%s\"", path, whole);
	}
	return result;
}

void plan_options(const struct plan *plan, const char *module, char *options, unsigned int size)
{
	unsigned int i, used = 0;

	options[0] = '\0';
	for (i = 0; i < plan->nr_parameters; i++) {
		if (strcmp(plan->parameters[i].module, module))
			continue;
		used += snprintf(options + used, size - used, "%s%s", used ? " " : "",
				 plan->parameters[i].options);
		if (used >= size)
			return;
	}
}
