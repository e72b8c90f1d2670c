/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_VFIO_H
#define KPW_VFIO_H

#include <stddef.h>

#define VFIO_ERROR 256

/* One device, the only one of its group, in a container of its own. */
struct vfio {
	int container;
	int group;
	int device;
};

/* 0, or -1 with @error of VFIO_ERROR bytes saying which step failed and why. */
int vfio_open(struct vfio *vfio, const char *bdf, char *error);

/* The same under a name with more than the address: "0000:00:0c.1 vf_token=<uuid>". */
int vfio_open_as(struct vfio *vfio, const char *bdf, const char *name, char *error);
void vfio_close(struct vfio *vfio);

/* The file of a device's group alone; -1 with errno: EBUSY while somebody has it. */
int vfio_group_open(const char *bdf);

#endif
