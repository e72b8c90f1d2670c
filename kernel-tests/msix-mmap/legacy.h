/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_LEGACY_H
#define KPW_LEGACY_H

#include <stdint.h>

/*
 * An ioctl as a 32-bit program makes it, through the kernel's own entry for
 * those. What it takes has to be below 4 GiB (MAP_32BIT).
 */

/* NULL, or why this program cannot make 32-bit calls here. */
const char *legacy_lacks(void);

/* 0 or more, or -1 with errno. */
int legacy_ioctl(int fd, uint32_t request, void *argument);

#endif
