// SPDX-License-Identifier: GPL-2.0
/*
 * bound	the driver that has the device of the role "keyboard"
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
	const char *name = getenv("KPW_DEVICE_KEYBOARD");
	char path[PATH_MAX], target[PATH_MAX];
	ssize_t length;

	snprintf(path, sizeof(path), "/sys/bus/usb/devices/%s/driver", name ? name : "none");
	length = readlink(path, target, sizeof(target) - 1);
	target[length < 0 ? 0 : length] = '\0';
	printf("TAP version 13\n1..1\n");
	printf("# observe bound %s\n", strrchr(target, '/') ? strrchr(target, '/') + 1 : "none");
	printf("ok 1 bound\n");
	return 0;
}
