/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_ARCHIVE_H
#define KPW_ARCHIVE_H

#include <stddef.h>

/*
 * Unpack a cpio archive ("newc", as the kernel takes for an initramfs) at /. A
 * character device 0:0 takes away what is there, as a whiteout of overlayfs
 * does. 0, or -1 with @error.
 */
int archive_unpack(const char *data, size_t length, char *error);

#endif
