/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_FAULT_H
#define KPW_FAULT_H

#include <stdbool.h>

/*
 * Allocations that fail where a test wants them to: the n-th of this task from
 * now on (Documentation/fault-injection/fault-injection.rst, "fail-nth"). Only
 * slab allocations count; what the kernel allocates to watch itself is among them.
 */

/* NULL when this kernel does so from here on, or why it cannot. */
const char *fault_lacks(void);

/* -1 with errno. */
int fault_arm(unsigned int n);

/* No fault any more; whether there was one. */
bool fault_disarm(void);

#endif
