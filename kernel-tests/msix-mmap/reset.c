// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/vfio.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "reset.h"

/* Since v5.15; without the file nobody can have forbidden anything. */
static int method_open(const char *bdf, int flags)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/reset_method", bdf);
	return open(path, flags | O_CLOEXEC);
}

static void method_write(const char *bdf, const char *method)
{
	int fd = method_open(bdf, O_WRONLY);

	if (fd < 0)
		return;
	if (write(fd, method, strlen(method)) < 0)
		fprintf(stderr, "%s: reset_method: %s\n", bdf, strerror(errno));
	close(fd);
}

bool reset_allow(const char *bdf)
{
	char method[64];
	ssize_t length;
	int fd = method_open(bdf, O_RDONLY);

	if (fd < 0)
		return false;
	length = read(fd, method, sizeof(method));
	close(fd);
	if (length > 1)
		return false;
	method_write(bdf, "default\n");
	return true;
}

void reset_forbid(const char *bdf)
{
	method_write(bdf, "\n");
}

bool reset_possible(int device)
{
	struct vfio_device_info info = { .argsz = sizeof(info) };

	return !ioctl(device, VFIO_DEVICE_GET_INFO, &info) &&
	       info.flags & VFIO_DEVICE_FLAGS_RESET;
}

int reset_device(int device)
{
	return ioctl(device, VFIO_DEVICE_RESET);
}
