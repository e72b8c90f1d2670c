/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_RELEASE_H
#define KPW_RELEASE_H

#include <stdbool.h>

/*
 * Whether the running kernel is of a release before v<major>.<minor>, for what
 * no call can tell: a lock that would never be had.
 */
bool kernel_before(int major, int minor);

#endif
