/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Included before everything else. The stable tree of Linux 7.2.13 calls
 * calloc_assert() in libvfio and defines it nowhere, so that
 * "make -C tools/testing/selftests TARGETS=vfio" fails there. The build defines
 * LACKS_CALLOC_ASSERT where no file of the tree has a definition.
 */
#ifndef KPW_LACKING_H
#define KPW_LACKING_H

#ifdef LACKS_CALLOC_ASSERT
#include <stdlib.h>

static inline void *kpw_calloc(size_t count, size_t size)
{
	void *memory = calloc(count, size);

	if (!memory)
		abort();
	return memory;
}

#define calloc_assert kpw_calloc
#endif

#endif
