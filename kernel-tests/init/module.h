/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_MODULE_H
#define KPW_MODULE_H

#include "plan.h"

/* The kernel's spelling: '-' becomes '_'. */
void module_canonical(char *name);

/*
 * Load NN-name.ko of @directory in name order. A directory that is not there
 * holds no modules. -1 with @error at the first that fails.
 */
int modules_load(const struct plan *plan, const char *directory, char *error);

/* The reverse. A module that is not loaded is no error. */
int modules_unload(const char *directory, char *error);

#endif
