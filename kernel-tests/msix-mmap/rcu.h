/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_RCU_H
#define KPW_RCU_H

/*
 * Until what was given to RCU before is freed, as well as a program can tell: a
 * grace period, and some milliseconds for those who free. On a busy host a guest
 * may hardly run within these.
 */
void rcu_wait(unsigned int milliseconds);

#endif
