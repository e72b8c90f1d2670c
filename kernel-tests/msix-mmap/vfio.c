// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <linux/vfio.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "vfio.h"

static int failed(struct vfio *vfio, char *error, const char *what)
{
	int number = errno;

	snprintf(error, VFIO_ERROR, "%s: %s", what, strerror(number));
	vfio_close(vfio);
	errno = number;
	return -1;
}

int vfio_group_open(const char *bdf)
{
	char path[PATH_MAX], target[PATH_MAX];
	ssize_t length;
	int fd;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/iommu_group", bdf);
	length = readlink(path, target, sizeof(target) - 1);
	if (length < 0)
		return -1;
	target[length] = '\0';
	snprintf(path, sizeof(path), "/dev/vfio/%.32s", basename(target));
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd >= 0 || errno != ENOENT)
		return fd;
	snprintf(path, sizeof(path), "/dev/vfio/noiommu-%.32s", basename(target));
	return open(path, O_RDWR | O_CLOEXEC);
}

static int iommu_set(int container)
{
	static const int types[] = {
		VFIO_TYPE1v2_IOMMU, VFIO_TYPE1_IOMMU, VFIO_SPAPR_TCE_v2_IOMMU, VFIO_NOIOMMU_IOMMU,
	};
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (ioctl(container, VFIO_CHECK_EXTENSION, types[i]) > 0 &&
		    !ioctl(container, VFIO_SET_IOMMU, types[i]))
			return 0;
	return -1;
}

int vfio_open(struct vfio *vfio, const char *bdf, char *error)
{
	return vfio_open_as(vfio, bdf, bdf, error);
}

int vfio_open_as(struct vfio *vfio, const char *bdf, const char *name, char *error)
{
	struct vfio_group_status status = { .argsz = sizeof(status) };

	*vfio = (struct vfio){ -1, -1, -1 };
	vfio->container = open("/dev/vfio/vfio", O_RDWR | O_CLOEXEC);
	if (vfio->container < 0)
		return failed(vfio, error, "open /dev/vfio/vfio");
	if (ioctl(vfio->container, VFIO_GET_API_VERSION) != VFIO_API_VERSION)
		return failed(vfio, error, "VFIO_GET_API_VERSION");
	vfio->group = vfio_group_open(bdf);
	if (vfio->group < 0)
		return failed(vfio, error, "open the device's /dev/vfio group");
	if (ioctl(vfio->group, VFIO_GROUP_GET_STATUS, &status))
		return failed(vfio, error, "VFIO_GROUP_GET_STATUS");
	if (!(status.flags & VFIO_GROUP_FLAGS_VIABLE)) {
		errno = EPERM;
		return failed(vfio, error, "group not viable, a member has another driver");
	}
	if (ioctl(vfio->group, VFIO_GROUP_SET_CONTAINER, &vfio->container))
		return failed(vfio, error, "VFIO_GROUP_SET_CONTAINER");
	if (iommu_set(vfio->container))
		return failed(vfio, error, "VFIO_SET_IOMMU");
	vfio->device = ioctl(vfio->group, VFIO_GROUP_GET_DEVICE_FD, name);
	if (vfio->device < 0)
		return failed(vfio, error, "VFIO_GROUP_GET_DEVICE_FD");
	return 0;
}

void vfio_close(struct vfio *vfio)
{
	if (vfio->device >= 0)
		close(vfio->device);
	if (vfio->group >= 0)
		close(vfio->group);
	if (vfio->container >= 0)
		close(vfio->container);
	*vfio = (struct vfio){ -1, -1, -1 };
}
