// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <linux/vfio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "irq.h"

unsigned int irq_count(int device, unsigned int index)
{
	struct vfio_irq_info info = { .argsz = sizeof(info), .index = index };

	return ioctl(device, VFIO_DEVICE_GET_IRQ_INFO, &info) ? 0 : info.count;
}

int irq_set(int device, uint32_t flags, unsigned int index, unsigned int start,
	    unsigned int count, const int *events)
{
	size_t data = events ? sizeof(*events) * count : 0;
	struct vfio_irq_set *set = calloc(1, sizeof(*set) + data);
	int result;

	if (!set)
		return -1;
	*set = (struct vfio_irq_set){
		.argsz = sizeof(*set) + data,
		.flags = flags | (events ? VFIO_IRQ_SET_DATA_EVENTFD : VFIO_IRQ_SET_DATA_NONE),
		.index = index,
		.start = start,
		.count = count,
	};
	if (data)
		memcpy(set->data, events, data);
	result = ioctl(device, VFIO_DEVICE_SET_IRQS, set);
	free(set);
	return result;
}

int irq_arm(int device, unsigned int index, unsigned int start, unsigned int count,
	    const int *events)
{
	return irq_set(device, VFIO_IRQ_SET_ACTION_TRIGGER, index, start, count, events);
}

int irq_disarm(int device, unsigned int index)
{
	return irq_set(device, VFIO_IRQ_SET_ACTION_TRIGGER, index, 0, 0, NULL);
}
