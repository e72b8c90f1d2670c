/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_LEAK_H
#define KPW_LEAK_H

#include "plan.h"

/*
 * kmemleak, where the kernel has it (Documentation/dev-tools/kmemleak.rst):
 * objects that nobody points to any more are told on the console, where the
 * host watches for them.
 */
void leaks_begin(void);

/* All that there is by now, which takes some seconds. */
void leaks_find(const struct plan *plan);

/* Once more without waiting, for what lost its last pointer since. */
void leaks_find_again(const struct plan *plan);

#endif
