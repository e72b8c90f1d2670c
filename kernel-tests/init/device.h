/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_DEVICE_H
#define KPW_DEVICE_H

#include "plan.h"

/*
 * Bind the devices of the plan to its driver; -1 with @error at the first that
 * fails. Without a binding there is nothing to do.
 */
int devices_bind(const struct plan *plan, char *error);

/* The reverse; waits for the devices' users. */
int devices_unbind(const struct plan *plan, char *error);

#endif
