// SPDX-License-Identifier: GPL-2.0
/*
 * An old userspace on a new kernel: built against the header before the
 * change, and written as clients of that header were. It honours the sparse
 * mmap capability, else maps a BAR whole that has FLAG_MMAP, and passes over
 * flags and capabilities it does not know.
 *
 * old_userspace.{e1000e,nvme}.
 *   maps_what_it_did           <role>.old.maps: around, whole, nothing; "refused" when an
 *                              advertised range is not mapped; <role>.old.areas
 *   reads_through_its_mapping  <role>.old.reads: ok, nothing, SIGBUS, differs
 */
#include "harness.h"

#include <errno.h>
#include <linux/vfio.h>
#include <stdint.h>

#include "access.h"
#include "bar.h"
#include "contract.h"
#include "observe.h"
#include "region.h"
#include "registers.h"
#include "subject.h"

#define AREAS_MAX 8

struct area {
	uint64_t start;
	uint64_t length;
	void *mapping;
};

FIXTURE(old_userspace) {
	struct subject subject;
	struct bar bar;
	struct area areas[AREAS_MAX];
	unsigned int nr_areas;
	bool sparse;
};

FIXTURE_VARIANT(old_userspace) {
	const char *role;
};

FIXTURE_VARIANT_ADD(old_userspace, e1000e) { .role = "e1000e" };
FIXTURE_VARIANT_ADD(old_userspace, nvme) { .role = "nvme" };

static void area_add(FIXTURE_DATA(old_userspace) *self, uint64_t start, uint64_t length)
{
	struct area *area = &self->areas[self->nr_areas];

	if (!length || self->nr_areas == AREAS_MAX)
		return;
	*area = (struct area){ start, length, bar_map(&self->bar, start, length) };
	self->nr_areas++;
}

static void map_as_then(FIXTURE_DATA(old_userspace) *self, const struct vfio_region_info *info)
{
	const struct vfio_region_info_cap_sparse_mmap *sparse;
	uint32_t i;

	if (!(info->flags & VFIO_REGION_INFO_FLAG_MMAP))
		return;
	sparse = (const void *)region_capability(info, VFIO_REGION_INFO_CAP_SPARSE_MMAP);
	self->sparse = sparse;
	if (!sparse)
		area_add(self, 0, info->size);
	for (i = 0; sparse && i < sparse->nr_areas; i++)
		area_add(self, sparse->areas[i].offset, sparse->areas[i].size);
}

FIXTURE_SETUP(old_userspace)
{
	struct vfio_region_info *info;

	SUBJECT_SETUP(&self->subject, variant->role);
	ASSERT_EQ(0, bar_open(&self->bar, self->subject.vfio.device, self->subject.msix.table_bar,
			      &self->subject.msix));
	info = region_info(self->bar.device, self->bar.index);
	ASSERT_NE(NULL, info);
	map_as_then(self, info);
	free(info);
}

FIXTURE_TEARDOWN(old_userspace)
{
	unsigned int i;

	for (i = 0; i < self->nr_areas; i++)
		if (self->areas[i].mapping != MAP_FAILED)
			munmap(self->areas[i].mapping, self->areas[i].length);
	subject_close(&self->subject);
}

/* Sparse areas are "around" only if they leave out the table and nothing else. */
static bool leaves_table_alone(const FIXTURE_DATA(old_userspace) *self)
{
	uint64_t covered = 0;
	unsigned int i;

	for (i = 0; i < self->nr_areas; i++) {
		if (self->areas[i].start < self->bar.table_end &&
		    self->bar.table_start < self->areas[i].start + self->areas[i].length)
			return false;
		covered += self->areas[i].length;
	}
	return covered + (self->bar.table_end - self->bar.table_start) >= self->bar.size;
}

static const char *what_is_mapped(const FIXTURE_DATA(old_userspace) *self)
{
	unsigned int i;

	for (i = 0; i < self->nr_areas; i++)
		if (self->areas[i].mapping == MAP_FAILED)
			return "refused";
	if (!self->nr_areas)
		return "nothing";
	if (!self->sparse)
		return "whole";
	return leaves_table_alone(self) ? "around" : "other";
}

TEST_F(old_userspace, maps_what_it_did)
{
	char areas[256] = "none";
	const char *maps;
	unsigned int i;
	int used = 0;

	SUBJECT_NEEDED(&self->subject);
	for (i = 0; i < self->nr_areas; i++)
		used += snprintf(areas + used, sizeof(areas) - used, "%s0x%llx+0x%llx",
				 used ? "," : "", (unsigned long long)self->areas[i].start,
				 (unsigned long long)self->areas[i].length);
	observe(areas, "%s.old.areas", variant->role);
	maps = what_is_mapped(self);
	observe(maps, "%s.old.maps", variant->role);
	EXPECT_STREQ(contract_value("old.maps"), maps);
}

static const char *read_back(const FIXTURE_DATA(old_userspace) *self, uint64_t at)
{
	uint32_t by_pread, by_mmap;
	const struct area *area;

	for (area = self->areas; area < self->areas + self->nr_areas; area++) {
		if (area->mapping == MAP_FAILED || at < area->start ||
		    at + sizeof(by_mmap) > area->start + area->length)
			continue;
		if (!mapped_read32(area->mapping, at - area->start, &by_mmap))
			return "SIGBUS";
		if (bar_read32(&self->bar, at, &by_pread))
			return errno_name(errno);
		return by_mmap == by_pread ? "ok" : "differs";
	}
	return "nothing";
}

TEST_F(old_userspace, reads_through_its_mapping)
{
	const struct ordinary_register *ordinary;
	const char *seen;
	bool spared;

	SUBJECT_NEEDED(&self->subject);
	ordinary = ordinary_register(variant->role, self->bar.index);
	ASSERT_NE(NULL, ordinary);
	seen = read_back(self, ordinary->offset);
	observe(seen, "%s.old.reads", variant->role);
	/* With large pages the register may lie where `around` leaves a hole. */
	spared = ordinary->offset >= self->bar.table_start &&
		 ordinary->offset < self->bar.table_end;
	EXPECT_STREQ(contract_says("old.maps", "nothing") ||
		     (contract_says("old.maps", "around") && spared) ? "nothing" : "ok", seen);
}

TEST_HARNESS_MAIN
