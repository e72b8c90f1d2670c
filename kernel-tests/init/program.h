/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_PROGRAM_H
#define KPW_PROGRAM_H

#include <stdbool.h>

#include "plan.h"

/* Set KPW_* for what runs in @cell. */
void program_environment(const struct plan *plan, const char *cell);

/*
 * Run one program to its end and report it on the result stream; true when it
 * passed. With @until_failure its end is the first line "not ok".
 */
bool program_run(const char *path, const char *name, unsigned int timeout, bool until_failure);

#endif
