// SPDX-License-Identifier: GPL-2.0
/*
 * Whose a BAR is while it is mapped, and how its pages are cached.
 *
 * resource.{e1000e,nvme,plain}.
 *   is_claimed         same.<role>.resource.bar<n>: who has claimed it while it is mapped;
 *                      same.<role>.resource.closed: after the close, by whom or by nobody
 *   gives_ports_back   same.<role>.resource.{ports,ports_closed}: the same of ports
 *   is_not_cached      <role>.resource.type: of the pages of registers and, where the design
 *                      has it mapped, of the table alone; <role>.resource.requested on x86
 */
#include "harness.h"

#include <stdint.h>

#include "access.h"
#include "holds.h"
#include "iomem.h"
#include "memtype.h"
#include "observe.h"
#include "optin.h"
#include "ptes.h"
#include "subject.h"
#include "table.h"

FIXTURE(resource) {
	struct subject subject;
	struct holds holds;
};

FIXTURE_VARIANT(resource) {
	const char *role;
};

FIXTURE_VARIANT_ADD(resource, e1000e) { .role = "e1000e" };
FIXTURE_VARIANT_ADD(resource, nvme) { .role = "nvme" };
FIXTURE_VARIANT_ADD(resource, plain) { .role = "plain" };

FIXTURE_SETUP(resource)
{
	self->holds.count = 0;
	SUBJECT_SETUP(&self->subject, variant->role);
	holds_take(&self->holds, &self->subject);
	if (!self->holds.count) {
		subject_close(&self->subject);
		SKIP(return, "nothing of it can be mapped");
	}
}

FIXTURE_TEARDOWN(resource)
{
	holds_drop(&self->holds);
	subject_close(&self->subject);
}

/* A BAR that is mapped is nobody else's: another driver must not be given it. */
TEST_F(resource, is_claimed)
{
	const char *role = variant->role;
	char name[IOMEM_NAME], after[IOMEM_NAME];
	unsigned int i, bar;

	SUBJECT_NEEDED(&self->subject);
	for (i = 0; i < self->holds.count; i++) {
		bar = self->holds.hold[i].bar.index;
		iomem_claimed(self->subject.bdf, bar, name);
		observe_same(name, "%s.resource.bar%u", role, bar);
		EXPECT_STRNE("nobody", name);
	}
	bar = self->holds.hold[0].bar.index;
	/* The mapping keeps the device open, and so its claim. */
	vfio_close(&self->subject.vfio);
	iomem_claimed(self->subject.bdf, bar, after);
	EXPECT_STRNE("nobody", after);
	holds_drop(&self->holds);
	self->subject.open = false;
	iomem_claimed(self->subject.bdf, bar, after);
	observe_same(after, "%s.resource.closed", role);
	EXPECT_STREQ(strcmp(after, "untold") ? "nobody" : "untold", after);
}

/* Ports are claimed as they are first used, and can be mapped by nobody. */
TEST_F(resource, gives_ports_back)
{
	const char *role = variant->role;
	char name[IOMEM_NAME];
	struct bar bar;
	unsigned int i;
	uint32_t value;

	SUBJECT_NEEDED(&self->subject);
	for (i = 0; i < 6; i++)
		if (!subject_bar(&self->subject, i, &bar) && bar.size && !bar.mappable)
			break;
	if (i == 6 || bar_read32(&bar, 0, &value))
		SKIP(return, "it has no ports");
	iomem_claimed(self->subject.bdf, i, name);
	observe_same(name, "%s.resource.ports", role);
	holds_drop(&self->holds);
	vfio_close(&self->subject.vfio);
	self->subject.open = false;
	iomem_claimed(self->subject.bdf, i, name);
	observe_same(name, "%s.resource.ports_closed", role);
	EXPECT_STREQ(strcmp(name, "untold") ? "nobody" : "untold", name);
}

/* A register is read when it is read, and written when it is written: neither cached nor combined. */
static bool is_register_type(const char *type)
{
	return !strcmp(type, "uncached") || !strcmp(type, "device");
}

static bool is_register_request(const char *requested)
{
	return !strncmp(requested, "uncached", 8);
}

TEST_F(resource, is_not_cached)
{
	const char *role = variant->role, *type = NULL, *requested = NULL, *why = "";
	struct hold *hold = &self->holds.hold[0];
	struct table table = { .pages = MAP_FAILED };
	uint64_t start;
	unsigned int i;

	SUBJECT_NEEDED(&self->subject);
	for (i = 0; i < self->holds.count; i++) {
		hold = &self->holds.hold[i];
		start = iomem_start(self->subject.bdf, hold->bar.index) + hold->offset;
		type = ptes_type(start, &why);
		if (type) {
			observe(type, "%s.resource.type.bar%u", role, hold->bar.index);
			EXPECT_TRUE(is_register_type(type)) {
				TH_LOG("BAR %u: %s", hold->bar.index, type);
			}
		}
		requested = memtype_requested(start, hold->length);
		if (requested) {
			observe(requested, "%s.resource.requested.bar%u", role, hold->bar.index);
			EXPECT_TRUE(is_register_request(requested)) {
				TH_LOG("BAR %u: asked for %s", hold->bar.index, requested);
			}
		}
	}
	/* The table's pages alone, without whatever else is mapped of them. */
	holds_drop(&self->holds);
	if (self->subject.msix.present) {
		struct bar bar;

		ASSERT_EQ(0, subject_bar(&self->subject, self->subject.msix.table_bar, &bar));
		if (bar.mappable && !strcmp(table_map(&self->subject, &bar, &table), "ok")) {
			EXPECT_TRUE(mapped_touch(table.pages, table.length));
			start = iomem_start(self->subject.bdf, bar.index) + bar.table_start;
			type = ptes_type(start, &why);
			if (type) {
				observe(type, "%s.resource.type.table", role);
				EXPECT_TRUE(is_register_type(type));
			}
			requested = memtype_requested(start, table.length);
			if (requested) {
				observe(requested, "%s.resource.requested.table", role);
				EXPECT_TRUE(is_register_request(requested));
			}
			table_unmap(&table);
		}
	}
	if (!type && !requested)
		SKIP(return, "%s", why);
}

TEST_HARNESS_MAIN
