/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_REGION_H
#define KPW_REGION_H

#include <linux/vfio.h>
#include <stdint.h>

/* Absent from headers older than v4.16. */
#ifndef VFIO_REGION_INFO_CAP_MSIX_MAPPABLE
#define VFIO_REGION_INFO_CAP_MSIX_MAPPABLE 3
#endif

#define REGION_TEXT 256

/* With its whole capability chain; NULL with errno. To be freed. */
struct vfio_region_info *region_info(int device, unsigned int index);

/*
 * What is wrong with the capability chain, NULL if nothing is: every header
 * inside argsz, `next` pointing at another header or 0, no loop, no id twice,
 * a version, and a chain exactly when FLAG_CAPS announces one.
 */
const char *region_chain_fault(const struct vfio_region_info *info);

/* The first capability with this id of a sound chain, or NULL. */
const struct vfio_info_cap_header *region_capability(const struct vfio_region_info *info,
						     unsigned int id);

/* Ids in chain order, "1,3", or "none". */
void region_capabilities(const struct vfio_region_info *info, char *text);

/*
 * What is wrong with the sparse areas, NULL if nothing is (or there is no such
 * capability): inside argsz, page aligned, not empty unless it is the only one,
 * inside the region, apart from each other and from [avoid_start, avoid_end).
 */
const char *region_sparse_fault(const struct vfio_region_info *info, uint64_t avoid_start,
				uint64_t avoid_end);

/* "0x0+0x2000,0x3000+0x1000", or "absent". */
void region_sparse_areas(const struct vfio_region_info *info, char *text);

#endif
