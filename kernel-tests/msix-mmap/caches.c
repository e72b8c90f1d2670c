// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "caches.h"

static bool of_interest(const char *name)
{
	static const char * const others[] = {
		"filp", "mm_struct", "pid", "vm_area_struct", "eventfd_ctx",
	};
	size_t i;

	if (!strncmp(name, "kmalloc-", 8))
		return true;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (!strcmp(name, others[i]))
			return true;
	return false;
}

bool caches_read(struct caches *caches)
{
	FILE *file = fopen("/proc/slabinfo", "re");
	struct cache *cache = caches->cache;
	char line[512];

	caches->count = 0;
	/* It comes with KASAN, which holds back what was freed; and it finds what is lost itself. */
	if (file && !access("/sys/kernel/debug/kmemleak", F_OK)) {
		fclose(file);
		return false;
	}
	if (!file)
		return false;
	while (caches->count < CACHES && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%47s %ld", cache->name, &cache->used) != 2 ||
		    !of_interest(cache->name))
			continue;
		cache++;
		caches->count++;
	}
	fclose(file);
	return true;
}

long caches_growth(const struct caches *before, const struct caches *after, const char **name)
{
	long most = 0, own;
	unsigned int i;

	*name = "none";
	/* Caches come in the same order; one that is new has grown from nothing, which is no call's doing. */
	for (i = 0; i < before->count && i < after->count; i++) {
		own = after->cache[i].used - before->cache[i].used;
		if (own <= most || strcmp(before->cache[i].name, after->cache[i].name))
			continue;
		most = own;
		*name = after->cache[i].name;
	}
	return most;
}

bool caches_exact(void)
{
	FILE *file = fopen("/sys/kernel/slab/kmalloc-64/poison", "re");
	int on = 0;

	if (!file)
		return false;
	if (fscanf(file, "%d", &on) != 1)
		on = 0;
	fclose(file);
	return on;
}
