/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_CACHES_H
#define KPW_CACHES_H

#include <stdbool.h>

#define CACHES 160
#define CACHE_NAME 48

/* Objects in use, by slab cache: of kmalloc() and of what an open file or a process is made of. */
struct caches {
	unsigned int count;
	struct cache {
		char name[CACHE_NAME];
		long used;
	} cache[CACHES];
};

/* False without /proc/slabinfo. */
bool caches_read(struct caches *caches);

/* The cache that grew most, and by how many objects. */
long caches_growth(const struct caches *before, const struct caches *after, const char **name);

/*
 * Whether the kernel counts each object: where slabs are debugged (slub_debug=
 * on the command line) none are set apart for a CPU, which count as used whole.
 */
bool caches_exact(void);

#endif
