// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "region.h"

#define CAPABILITIES_MAX 32

struct vfio_region_info *region_info(int device, unsigned int index)
{
	struct vfio_region_info probe = { .argsz = sizeof(probe), .index = index };
	struct vfio_region_info *info;

	if (ioctl(device, VFIO_DEVICE_GET_REGION_INFO, &probe))
		return NULL;
	info = calloc(1, probe.argsz < sizeof(probe) ? sizeof(probe) : probe.argsz);
	if (!info)
		return NULL;
	info->argsz = probe.argsz;
	info->index = index;
	if (!ioctl(device, VFIO_DEVICE_GET_REGION_INFO, info))
		return info;
	free(info);
	return NULL;
}

static const struct vfio_info_cap_header *header_at(const struct vfio_region_info *info,
						    uint32_t offset)
{
	return (const void *)((const char *)info + offset);
}

const char *region_chain_fault(const struct vfio_region_info *info)
{
	const struct vfio_info_cap_header *header;
	uint32_t offset, offsets[CAPABILITIES_MAX];
	uint16_t ids[CAPABILITIES_MAX];
	size_t i, count = 0;

	if (!(info->flags & VFIO_REGION_INFO_FLAG_CAPS))
		return info->cap_offset ? "cap_offset without FLAG_CAPS" : NULL;
	if (!info->cap_offset)
		return "FLAG_CAPS without cap_offset";
	for (offset = info->cap_offset; offset; offset = header->next) {
		for (i = 0; i < count; i++)
			if (offsets[i] == offset)
				return "a loop in the chain";
		if (offset < sizeof(*info))
			return "a capability inside the info struct";
		if (offset > info->argsz - sizeof(*header))
			return "a capability beyond argsz";
		header = header_at(info, offset);
		if (!header->id)
			return "a capability without id";
		if (!header->version)
			return "a capability without version";
		for (i = 0; i < count; i++)
			if (ids[i] == header->id)
				return "a capability twice";
		if (count == CAPABILITIES_MAX)
			return "more capabilities than there are ids";
		offsets[count] = offset;
		ids[count++] = header->id;
	}
	return NULL;
}

const struct vfio_info_cap_header *region_capability(const struct vfio_region_info *info,
						     unsigned int id)
{
	const struct vfio_info_cap_header *header;
	uint32_t offset;

	if (region_chain_fault(info))
		return NULL;
	for (offset = info->cap_offset; offset; offset = header->next) {
		header = header_at(info, offset);
		if (header->id == id)
			return header;
	}
	return NULL;
}

void region_capabilities(const struct vfio_region_info *info, char *text)
{
	const struct vfio_info_cap_header *header;
	size_t used = 0;
	uint32_t offset;

	snprintf(text, REGION_TEXT, "none");
	if (region_chain_fault(info)) {
		snprintf(text, REGION_TEXT, "malformed");
		return;
	}
	for (offset = info->cap_offset; offset && used < REGION_TEXT; offset = header->next) {
		header = header_at(info, offset);
		used += snprintf(text + used, REGION_TEXT - used, "%s%u", used ? "," : "",
				 header->id);
	}
}

static const struct vfio_region_info_cap_sparse_mmap *
sparse_capability(const struct vfio_region_info *info)
{
	return (const void *)region_capability(info, VFIO_REGION_INFO_CAP_SPARSE_MMAP);
}

static bool overlap(uint64_t start, uint64_t end, uint64_t other_start, uint64_t other_end)
{
	return start < other_end && other_start < end;
}

const char *region_sparse_fault(const struct vfio_region_info *info, uint64_t avoid_start,
				uint64_t avoid_end)
{
	const struct vfio_region_info_cap_sparse_mmap *sparse = sparse_capability(info);
	const struct vfio_region_sparse_mmap_area *area, *other;
	uint64_t page = sysconf(_SC_PAGESIZE);
	size_t offset;

	if (!sparse)
		return NULL;
	offset = (const char *)sparse - (const char *)info;
	if (offset + sizeof(*sparse) > info->argsz ||
	    sparse->nr_areas > (info->argsz - offset - sizeof(*sparse)) / sizeof(*area))
		return "areas beyond argsz";
	for (area = sparse->areas; area < sparse->areas + sparse->nr_areas; area++) {
		if (area->offset % page || area->size % page)
			return "an area that is not page aligned";
		/* Before v4.16 a table that fills the BAR gave one empty area. */
		if (!area->size && sparse->nr_areas > 1)
			return "an empty area beside others";
		if (area->offset > info->size || area->size > info->size - area->offset)
			return "an area outside the region";
		/* Before v4.16 a table that fills the BAR gave one empty area. */
		if (!area->size && sparse->nr_areas > 1)
			return "an empty area";
		if (overlap(area->offset, area->offset + area->size, avoid_start, avoid_end))
			return "an area over the MSI-X table";
		for (other = sparse->areas; other < area; other++)
			if (overlap(area->offset, area->offset + area->size, other->offset,
				    other->offset + other->size))
				return "two areas that overlap";
	}
	return NULL;
}

void region_sparse_areas(const struct vfio_region_info *info, char *text)
{
	const struct vfio_region_info_cap_sparse_mmap *sparse = sparse_capability(info);
	size_t used = 0;
	uint32_t i;

	snprintf(text, REGION_TEXT, sparse ? "none" : "absent");
	if (!sparse || region_sparse_fault(info, 0, 0))
		return;
	for (i = 0; i < sparse->nr_areas && used < REGION_TEXT; i++) {
		if (!sparse->areas[i].size)
			continue;
		used += snprintf(text + used, REGION_TEXT - used, "%s0x%llx+0x%llx",
				 used ? "," : "", (unsigned long long)sparse->areas[i].offset,
				 (unsigned long long)sparse->areas[i].size);
	}
}
