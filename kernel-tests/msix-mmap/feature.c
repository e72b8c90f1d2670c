// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <linux/vfio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "feature.h"
#include "observe.h"
#include "older.h"

const char *feature_call(int device, uint32_t flags, const void *data, uint32_t size)
{
	struct {
		struct vfio_device_feature feature;
		unsigned char data[32];
	} call = {
		.feature = {
			.argsz = sizeof(call.feature) + size,
			.flags = flags,
		},
	};

	if (size)
		memcpy(call.data, data, size < sizeof(call.data) ? size : sizeof(call.data));
	return errno_name(ioctl(device, VFIO_DEVICE_FEATURE, &call) ? errno : 0);
}

const char *feature_set(int device, uint32_t feature, const void *data, uint32_t size)
{
	return feature_call(device, feature | VFIO_DEVICE_FEATURE_SET, data, size);
}
