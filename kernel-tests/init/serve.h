/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_SERVE_H
#define KPW_SERVE_H

#include "plan.h"

/* What a plan says: its cells, or a shell. */
void plan_run(const struct plan *plan);

/*
 * Take letters from the host, one after another: each is unpacked, and where it
 * brings a plan, that is run. Returns after a plan without "wait".
 */
void serve(struct plan *plan);

#endif
