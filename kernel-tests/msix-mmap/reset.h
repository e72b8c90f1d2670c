/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_RESET_H
#define KPW_RESET_H

#include <stdbool.h>

/*
 * Init forbids resets, which cost 100 ms at each opening and closing. A test
 * that needs one allows them before it opens the device, and forbids them
 * before it closes it. True where they had been forbidden.
 */
bool reset_allow(const char *bdf);
void reset_forbid(const char *bdf);

bool reset_possible(int device);
/* VFIO_DEVICE_RESET; -1 with errno. */
int reset_device(int device);

#endif
