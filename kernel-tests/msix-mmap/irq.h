/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_IRQ_H
#define KPW_IRQ_H

#include <stdint.h>

/* VFIO_DEVICE_GET_IRQ_INFO and VFIO_DEVICE_SET_IRQS; -1 with errno. */
unsigned int irq_count(int device, unsigned int index);
int irq_set(int device, uint32_t flags, unsigned int index, unsigned int start,
	    unsigned int count, const int *events);

/* An eventfd for each vector from @start. */
int irq_arm(int device, unsigned int index, unsigned int start, unsigned int count,
	    const int *events);
int irq_disarm(int device, unsigned int index);

#endif
