/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_SUITE_ROLE_H
#define KPW_SUITE_ROLE_H

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Role of the device that a suite's program is for: it is run by the name
 * <suite>:<program>:<role>. NULL under another name.
 */
static inline const char *role_of(const char *name)
{
	const char *colon = name ? strrchr(name, ':') : NULL;

	return colon ? colon + 1 : NULL;
}

/* PCI address of the device with a role; NULL where the machine has none. */
static inline char *device_of_role(const char *role)
{
	char name[64];
	size_t i, start;

	start = (size_t)snprintf(name, sizeof(name), "KPW_BDF_%s", role);
	if (start >= sizeof(name))
		return NULL;
	for (i = 0; i < start; i++)
		name[i] = (char)toupper((unsigned char)name[i]);
	return getenv(name);
}

#endif
