/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_E1000E_H
#define KPW_E1000E_H

#include "bar.h"

#define E1000E_STATUS 0x0008
#define E1000E_RAL 0x5400

#define E1000E_VECTORS 5

/* MSI-X with an eventfd a vector, and "other causes" routed to vector 0. */
struct e1000e {
	struct bar registers;
	int events[E1000E_VECTORS];
};

/* -1 with errno. */
int e1000e_arm(struct e1000e *e1000e, int device);
void e1000e_disarm(struct e1000e *e1000e);

/*
 * Have the device raise an interrupt and wait for it: "ok", "none" when no
 * event comes, "stray" when one comes unasked, or an errno's name.
 */
const char *e1000e_interrupt(struct e1000e *e1000e);

#endif
