/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_SHELL_H
#define KPW_SHELL_H

#include "plan.h"

/* A shell on the console, in the environment of the plan's first cell. */
int shell_run(const struct plan *plan, char *error);

#endif
