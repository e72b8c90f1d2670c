/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_GROWN_H
#define KPW_GROWN_H

/* Where each object is counted (caches_exact()), few rounds will do; else so many that what a CPU has set apart is few. */
#define ROUNDS 6
#define ROUNDS_MANY 600

/*
 * Does something @rounds times, and says what each time has left behind:
 * "nothing", "eventfds", or the name of a slab cache. What is suspected is
 * tried again: somebody else may take memory just now, and what RCU frees is
 * free later.
 */
const char *grown_by(void (*act)(void *what), void *what, int rounds);

#endif
