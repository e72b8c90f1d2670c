/* SPDX-License-Identifier: GPL-2.0 */
#ifndef FLOPPY_LOG_H
#define FLOPPY_LOG_H

/* The kernel's log from here on; -1 with errno. */
int log_open(void);

/* "quiet", or "noisy" where the kernel complained of the drive since; the log is at its end then. */
const char *log_noise(int log);

#endif
