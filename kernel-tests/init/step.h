/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_STEP_H
#define KPW_STEP_H

#include "plan.h"

/*
 * What goes deep into the kernel under test (loading, binding, unbinding) runs
 * in a child with a time limit: a call that never returns, or oopses, must not
 * take init with it.
 */
typedef int (*step)(const struct plan *plan, const char *argument, char *error);

int step_run(step step, const char *name, const struct plan *plan, const char *argument,
	     unsigned int seconds, char *error);

#endif
