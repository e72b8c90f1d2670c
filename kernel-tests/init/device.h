/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_DEVICE_H
#define KPW_DEVICE_H

#include "plan.h"

/* Bind every device of the plan to vfio-pci; -1 with @error at the first that fails. */
int devices_bind(const struct plan *plan, char *error);

/* Take every device from whatever driver it has; waits for its users. */
int devices_unbind(const struct plan *plan, char *error);

#endif
