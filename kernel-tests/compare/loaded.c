// SPDX-License-Identifier: GPL-2.0
/*
 * Whether each module of $KPW_MODULES (names, a comma between them) is loaded.
 *
 * Observes module.<name>.size (bytes, as /proc/modules says) and
 * module.<name>.taint (letters of /sys/module/<name>/taint, or none). That a module
 * was built apart from its kernel, and is not signed, is no matter of a design: O and
 * E are left out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_SIZE 64

/* Size of a module in bytes, or -1 where it is not loaded. */
static long module_size(const char *name)
{
	char line[1024], found[NAME_SIZE];
	long size, result = -1;
	FILE *modules = fopen("/proc/modules", "r");

	if (!modules)
		return -1;
	while (fgets(line, sizeof(line), modules)) {
		if (sscanf(line, "%63s %ld", found, &size) == 2 && !strcmp(found, name))
			result = size;
	}
	fclose(modules);
	return result;
}

static void module_taint(const char *name, char *taint, size_t size)
{
	char path[NAME_SIZE + 32];
	char *from, *to;
	FILE *file;

	taint[0] = '\0';
	snprintf(path, sizeof(path), "/sys/module/%s/taint", name);
	file = fopen(path, "r");
	if (file) {
		if (!fgets(taint, size, file))
			taint[0] = '\0';
		fclose(file);
	}
	taint[strcspn(taint, "\n")] = '\0';
	for (from = to = taint; *from; from++) {
		if (*from != 'O' && *from != 'E')
			*to++ = *from;
	}
	*to = '\0';
}

int main(void)
{
	const char *given = getenv("KPW_MODULES");
	char *names = strdup(given ? given : "");
	int number = 0, failed = 0;
	char *name, *rest;

	if (!names)
		return 1;
	printf("TAP version 13\n");
	for (name = strtok_r(names, ",", &rest); name; name = strtok_r(NULL, ",", &rest)) {
		long size = module_size(name);
		char taint[32];

		number++;
		if (size < 0) {
			printf("not ok %d %s is loaded\n", number, name);
			failed = 1;
			continue;
		}
		module_taint(name, taint, sizeof(taint));
		printf("# observe module.%s.size %ld\n", name, size);
		printf("# observe module.%s.taint %s\n", name, taint[0] ? taint : "none");
		printf("ok %d %s is loaded\n", number, name);
	}
	printf("1..%d\n", number);
	free(names);
	return failed;
}
