/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The part of libuuid that the kernel's vfio selftests call, so that no static
 * libuuid has to be at hand for each architecture. See guest.c.
 */
#ifndef KPW_UUID_H
#define KPW_UUID_H

typedef unsigned char uuid_t[16];

/* 0, or -1 where @text is not a UUID in its 36 characters. */
int uuid_parse(const char *text, uuid_t uuid);

#endif
