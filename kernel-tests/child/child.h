/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_CHILD_H
#define KPW_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

/* Milliseconds of a clock that nobody sets. */
long long now_ms(void);

/*
 * Reap whatever has ended, with what others left behind. Where @pid is among
 * them, @ended and @status (of wait) are set. False when there is no child left.
 */
bool reap(pid_t pid, bool *ended, int *status);

#endif
