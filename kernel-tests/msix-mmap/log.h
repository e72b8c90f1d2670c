/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_LOG_H
#define KPW_LOG_H

/* The kernel's log from here on; -1 where it cannot be read. */
int log_open(void);

/* How many lines have come since, at most a thousand; those that were lost count as one. */
int log_lines(int log);

#endif
