// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "coverage.h"
#include "module.h"
#include "text.h"

#define UNLOAD_TRIES 50
#define UNLOAD_PAUSE_US 100000

void module_canonical(char *name)
{
	for (; *name; name++)
		if (*name == '-')
			*name = '_';
}

/* "20-usb-storage.ko" is usb_storage to the kernel. */
static void module_name(const char *file, char *name, size_t size)
{
	const char *start = file;

	while (isdigit((unsigned char)*start))
		start++;
	if (start != file && *start == '-')
		start++;
	else
		start = file;
	snprintf(name, size, "%.*s", (int)(strlen(start) - strlen(".ko")), start);
	module_canonical(name);
}

static int is_module(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return length > 3 && !strcmp(entry->d_name + length - 3, ".ko");
}

static int module_load(const struct plan *plan, const struct plan_list *own, const char *path,
		       const char *file, char *error)
{
	char name[PLAN_TEXT], options[1024] = "";
	int fd, result;

	module_name(file, name, sizeof(name));
	plan_options(&plan->parameters, name, options, sizeof(options));
	/* Of a parameter that is given twice the kernel takes the last. */
	plan_options(own, name, options, sizeof(options));
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail(error, "open %s: %s", path, errno_text(errno));
	coverage_mark("step load", name);
	result = syscall(SYS_finit_module, fd, options, 0);
	if (!result)
		coverage_sections(name);
	else
		fail(error, "load %s: %s", name, errno_text(errno));
	close(fd);
	return result;
}

static int module_unload(const char *file, char *error)
{
	char name[PLAN_TEXT];
	int tries;

	module_name(file, name, sizeof(name));
	/*
	 * O_NONBLOCK: a module in use is refused (EWOULDBLOCK, or EBUSY while
	 * it comes or goes). The last user's release may still be under way.
	 */
	for (tries = 0; tries < UNLOAD_TRIES; tries++) {
		if (!syscall(SYS_delete_module, name, O_NONBLOCK) || errno == ENOENT)
			return 0;
		if (errno != EBUSY && errno != EWOULDBLOCK)
			break;
		usleep(UNLOAD_PAUSE_US);
	}
	/* What rmmod says as "in use" is EBUSY to everybody, whatever the errno. */
	return fail(error, "unload %s: %s", name,
		    errno_text(errno == EWOULDBLOCK ? EBUSY : errno));
}

static int modules_list(const char *directory, struct dirent ***entries, char *error)
{
	int count = scandir(directory, entries, is_module, alphasort);

	if (count < 0 && errno == ENOENT)
		return 0;
	if (count < 0)
		return fail(error, "%s: %s", directory, errno_text(errno));
	return count;
}

int modules_load(const struct plan *plan, const char *directory, char *error)
{
	struct dirent **entries = NULL;
	struct plan_list own;
	char path[PATH_MAX];
	int i, count, result = 0;

	snprintf(path, sizeof(path), "%s/parameters", directory);
	if (plan_parameters(path, &own, error))
		return -1;
	count = modules_list(directory, &entries, error);
	if (count < 0)
		return -1;
	for (i = 0; i < count && !result; i++) {
		snprintf(path, sizeof(path), "%s/%s", directory, entries[i]->d_name);
		result = module_load(plan, &own, path, entries[i]->d_name, error);
	}
	return result;
}

int modules_unload(const char *directory, char *error)
{
	struct dirent **entries = NULL;
	int i, count, result = 0;

	count = modules_list(directory, &entries, error);
	if (count < 0)
		return -1;
	for (i = count - 1; i >= 0 && !result; i--)
		result = module_unload(entries[i]->d_name, error);
	return result;
}
