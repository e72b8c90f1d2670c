// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <sys/utsname.h>

#include "release.h"

bool kernel_before(int major, int minor)
{
	struct utsname name;
	int own_major, own_minor;

	if (uname(&name) || sscanf(name.release, "%d.%d", &own_major, &own_minor) != 2)
		return false;
	return own_major < major || (own_major == major && own_minor < minor);
}
