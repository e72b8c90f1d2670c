/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a linux/vfio.h of an older kernel lacks, so that the tests are the same
 * on each: there the calls fail, and that is what is observed. The numbers are
 * the ABI's (include/uapi/linux/vfio.h).
 */
#ifndef KPW_OLDER_H
#define KPW_OLDER_H

#include <linux/types.h>
#include <linux/vfio.h>

/* v4.17 */
#ifndef VFIO_DEVICE_IOEVENTFD
#define VFIO_DEVICE_IOEVENTFD _IO(VFIO_TYPE, VFIO_BASE + 16)
#define VFIO_DEVICE_IOEVENTFD_32 (1 << 2)

struct vfio_device_ioeventfd {
	__u32 argsz;
	__u32 flags;
	__u64 offset;
	__u64 data;
	__s32 fd;
};
#endif

/* v5.7 */
#ifndef VFIO_DEVICE_FEATURE
#define VFIO_DEVICE_FEATURE _IO(VFIO_TYPE, VFIO_BASE + 17)
#define VFIO_DEVICE_FEATURE_MASK 0xffff
#define VFIO_DEVICE_FEATURE_GET (1 << 16)
#define VFIO_DEVICE_FEATURE_SET (1 << 17)
#define VFIO_DEVICE_FEATURE_PROBE (1 << 18)

struct vfio_device_feature {
	__u32 argsz;
	__u32 flags;
	__u8 data[];
};
#endif

#endif
