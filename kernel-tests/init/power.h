/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_POWER_H
#define KPW_POWER_H

/* Never returns. */
void power_off(void) __attribute__((noreturn));

#endif
