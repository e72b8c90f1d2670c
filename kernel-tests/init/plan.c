// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "module.h"
#include "plan.h"
#include "text.h"

#define DEFAULT_TIMEOUT 120
#define DEFAULT_RESULTS "/dev/ttyS1"

/* Seconds that a kernel takes to get here, and how much longer is made up for. */
#define USUAL_BOOT 5
#define MOST_SLOWNESS 10

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

/* A word, and what stands behind it. NULL when it is no pair, or one too many. */
static struct plan_pair *plan_pair(struct plan_list *list, char *words)
{
	struct plan_pair *pair = &list->pairs[list->count];
	char *name = strsep(&words, " \t");

	if (list->count == PLAN_PAIRS || copy(pair->name, sizeof(pair->name), name) ||
	    copy(pair->value, sizeof(pair->value), words))
		return NULL;
	list->count++;
	return pair;
}

static int plan_device(struct plan *plan, char *words)
{
	struct plan_device *device = &plan->devices[plan->nr_devices];

	if (plan->nr_devices == PLAN_DEVICES ||
	    copy(device->role, sizeof(device->role), strsep(&words, " \t")) ||
	    copy(device->bus, sizeof(device->bus), strsep(&words, " \t")) ||
	    copy(device->name, sizeof(device->name), words))
		return -1;
	plan->nr_devices++;
	return 0;
}

/* A driver may have blanks in its name; they are written as in /proc/mounts. */
static void unescape(char *name)
{
	char *blank;

	while ((blank = strstr(name, "\\040"))) {
		*blank = ' ';
		memmove(blank + 1, blank + 4, strlen(blank + 4) + 1);
	}
}

static int plan_binding(struct plan_binding *binding, char *words)
{
	char *word;

	if (binding->bus[0] ||
	    copy(binding->bus, sizeof(binding->bus), strsep(&words, " \t")) ||
	    copy(binding->driver, sizeof(binding->driver), strsep(&words, " \t")))
		return -1;
	unescape(binding->driver);
	while ((word = strsep(&words, " \t"))) {
		if (!strcmp(word, "override"))
			binding->override = true;
		else if (!strcmp(word, "noreset"))
			binding->no_reset = true;
		else
			return -1;
	}
	return 0;
}

static int plan_parameter(struct plan_list *list, char *words)
{
	struct plan_pair *parameter = plan_pair(list, words);

	if (!parameter)
		return -1;
	module_canonical(parameter->name);
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
	if (!strcmp(word, "bind"))
		return plan_binding(&plan->binding, line);
	if (!strcmp(word, "parameter"))
		return plan_parameter(&plan->parameters, line);
	if (!strcmp(word, "results"))
		return copy(plan->results, sizeof(plan->results), line);
	if (!strcmp(word, "environment"))
		return plan_pair(&plan->variables, line) ? 0 : -1;
	if (!strcmp(word, "cell"))
		return plan_cell(plan, line);
	if (!strcmp(word, "until") && line && !strcmp(line, "failure")) {
		plan->until_failure = true;
		return 0;
	}
	if (!strcmp(word, "shell") && !line) {
		plan->shell = true;
		return 0;
	}
	if (!strcmp(word, "wait") && !line) {
		plan->wait = true;
		return 0;
	}
	return -1;
}

/* A host that has little time for the boot has little time for what follows. */
static unsigned int slowness(void)
{
	/* As the boot was: plans that come later find a guest that has been up for long. */
	static unsigned int times;
	struct timespec now;

	if (times)
		return times;
	clock_gettime(CLOCK_MONOTONIC, &now);
	times = now.tv_sec / USUAL_BOOT;
	if (times < 1)
		times = 1;
	if (times > MOST_SLOWNESS)
		times = MOST_SLOWNESS;
	return times;
}

/* The next line that says something, without blanks at its end; NULL behind the last. */
static char *plan_line(char **rest)
{
	char *line;
	size_t length;

	while ((line = strsep(rest, "\n"))) {
		length = strlen(line);
		while (length && (line[length - 1] == ' ' || line[length - 1] == '\r'))
			line[--length] = '\0';
		if (length && *line != '#')
			break;
	}
	return line;
}

int plan_read(const char *path, struct plan *plan, char *error)
{
	static char text[65536];
	char whole[256];
	char *rest = text, *line;
	int result = 0;

	memset(plan, 0, sizeof(*plan));
	plan->timeout = DEFAULT_TIMEOUT;
	strcpy(plan->results, DEFAULT_RESULTS);
	if (text_read(path, text, sizeof(text)))
		return fail(error, "%s: %s", path, errno_text(errno));
	while ((line = plan_line(&rest))) {
		snprintf(whole, sizeof(whole), "%.200s", line);
		if (plan_directive(plan, line) && !result)
			result = fail(error, "%s: cannot use \"%s\"", path, whole);
	}
	plan->timeout *= slowness();
	return result;
}

int plan_parameters(const char *path, struct plan_list *list, char *error)
{
	char text[PLAN_PAIRS * sizeof(struct plan_pair)], whole[256];
	char *rest = text, *line;

	memset(list, 0, sizeof(*list));
	if (text_read(path, text, sizeof(text)))
		return errno == ENOENT ? 0 : fail(error, "%s: %s", path, errno_text(errno));
	while ((line = plan_line(&rest))) {
		snprintf(whole, sizeof(whole), "%.200s", line);
		if (plan_parameter(list, line))
			return fail(error, "%s: cannot use \"%s\"", path, whole);
	}
	return 0;
}

void plan_options(const struct plan_list *list, const char *module, char *options,
		  unsigned int size)
{
	unsigned int i, used = strlen(options);

	for (i = 0; i < list->count; i++) {
		if (strcmp(list->pairs[i].name, module))
			continue;
		used += snprintf(options + used, size - used, "%s%s", used ? " " : "",
				 list->pairs[i].value);
		if (used >= size)
			return;
	}
}
