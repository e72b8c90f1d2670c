/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_FEATURE_H
#define KPW_FEATURE_H

#include <stdint.h>

/* Absent from headers older than v6.1; the numbers are the ABI's (include/uapi/linux/vfio.h). */
#define FEATURE_PCI_VF_TOKEN 0
#define FEATURE_LOW_POWER_ENTRY 3
#define FEATURE_LOW_POWER_ENTRY_WITH_WAKEUP 4
#define FEATURE_LOW_POWER_EXIT 5

/* VFIO_DEVICE_FEATURE with these flags, of which the index is one; as below. */
const char *feature_call(int device, uint32_t flags, const void *data, uint32_t size);

/* VFIO_DEVICE_FEATURE, to set: "ok" or the errno's name. At most 32 bytes of data. */
const char *feature_set(int device, uint32_t feature, const void *data, uint32_t size);

#endif
