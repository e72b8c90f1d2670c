/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_DPDK_STEP_H
#define KPW_DPDK_STEP_H

#include <stdbool.h>

/*
 * KTAP of things that are done one after the other. After one that failed the
 * others are not reached.
 */
void steps_begin(unsigned int count);

/* Whether no step has failed so far. */
bool steps_good(void);

/* @why is told where the step failed. */
void step(bool good, const char *name, const char *why);

void step_not_reached(const char *name);

#endif
