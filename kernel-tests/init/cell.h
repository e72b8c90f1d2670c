/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_CELL_H
#define KPW_CELL_H

#include "plan.h"

/* The cell's modules in, its devices bound; -1 with @error. */
int cell_enter(const struct plan *plan, const char *cell, char *error);

/* The reverse; as much of it as can be done, -1 with @error when that is not all. */
int cell_leave(const struct plan *plan, const char *cell, char *error);

/* Run one cell from begin to end, or to the error that ends it. */
void cell_run(const struct plan *plan, const char *cell);

#endif
