// SPDX-License-Identifier: GPL-2.0
/*
 * The complaint: what an access to a register costs by read() and write(), and
 * what it costs through a mapping, where the design lets its page be mapped.
 * With 64K pages that page is the one of the MSI-X table; which register
 * shares it is found out here, with the page size that the kernel has.
 *
 * complaint.{nvme,nvme64k}.
 *   reading_a_register    measures <role>.{pread_read,mmap_read}.{median,p90,p99,max} in ns
 *                         and <role>.{pread_read,mmap_read}.batch, a series of each kind,
 *                         <role>.latency.mapped: no, yes, opted (after the opt-in)
 *   ringing_a_doorbell    the same with {pwrite_doorbell,mmap_doorbell} and
 *                         <role>.doorbell.{mapped,controller}; nvme64k only
 *   shares_the_page       <role>.complaint.{register,doorbell}: "shares" the table's page or
 *                         "apart"
 */
#include "harness.h"

#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "access.h"
#include "bar.h"
#include "latency.h"
#include "observe.h"
#include "page.h"
#include "registers.h"
#include "subject.h"

/*
 * Tail of the admin submission queue (NVM Express 1.4, 3.1.21). While the
 * controller is disabled a doorbell is written to no queue: QEMU's device
 * ignores it, real ones leave it undefined.
 */
#define NVME_DOORBELL 0x1000
#define NVME_VERSION 0x8
#define NVME_CONFIGURATION 0x14
#define NVME_STATUS 0x1c
#define NVME_ENABLED 1
#define NVME_READY 1
#define NVME_FATAL 2

FIXTURE(complaint) {
	struct subject subject;
	struct bar bar;
	uint64_t page;
};

FIXTURE_VARIANT(complaint) {
	const char *role;
	bool doorbell;
};

/* One of the two is enough to write to: it takes a fifth of a second. */
FIXTURE_VARIANT_ADD(complaint, nvme) { .role = "nvme" };
FIXTURE_VARIANT_ADD(complaint, nvme64k) { .role = "nvme64k", .doorbell = true };

FIXTURE_SETUP(complaint)
{
	SUBJECT_SETUP(&self->subject, variant->role);
	self->page = sysconf(_SC_PAGESIZE);
	ASSERT_EQ(0, subject_bar(&self->subject, self->subject.msix.table_bar, &self->bar));
}

FIXTURE_TEARDOWN(complaint)
{
	subject_close(&self->subject);
}

static bool shares(const struct bar *bar, uint64_t offset)
{
	return offset >= bar->table_start && offset < bar->table_end;
}

TEST_F(complaint, shares_the_page)
{
	struct ordinary_register ordinary;
	const struct bar *bar = &self->bar;

	SUBJECT_NEEDED(&self->subject);
	ASSERT_TRUE(ordinary_register_in(&self->subject, bar->index, &ordinary));
	observe(shares(bar, ordinary.offset) ? "shares" : "apart", "%s.complaint.register",
		variant->role);
	observe(shares(bar, NVME_DOORBELL) ? "shares" : "apart", "%s.complaint.doorbell",
		variant->role);
	/* On a page of the usual size the table is alone: there is nothing to complain of. */
	EXPECT_TRUE(self->page > 4096 || !shares(bar, ordinary.offset));
}

static void emit(const char *role, const char *kind, const struct latency *latency)
{
	const struct {
		const char *name;
		double number;
	} figures[] = {
		{ "median", latency->median }, { "p90", latency->p90 },
		{ "p99", latency->p99 }, { "max", latency->max },
	};
	char key[64];
	size_t i;

	for (i = 0; i < sizeof(figures) / sizeof(figures[0]); i++) {
		snprintf(key, sizeof(key), "%s.%s.%s", role, kind, figures[i].name);
		measure(key, figures[i].number, "ns", LATENCY_ACCESSES);
	}
	snprintf(key, sizeof(key), "%s.%s.batch", role, kind);
	measure(key, latency->batch, "accesses", LATENCY_ACCESSES);
	snprintf(key, sizeof(key), "%s.%s", role, kind);
	series_begin(key, "ns", latency->samples);
	for (i = 0; i < LATENCY_BUCKETS; i++)
		series_bucket(latency_bucket_start(i), latency_bucket_start(i + 1),
			      latency->buckets[i]);
	series_end();
}

/* An access by a call and through a mapping; the kinds are named after what they do. */
static void compare(struct __test_metadata *_metadata, const struct bar *bar, const char *role,
		    uint64_t offset, const struct access kinds[2], const char *const names[2],
		    const char *mapped_key)
{
	struct access access = kinds[0];
	struct latency latency;
	const char *mapped;
	struct page page;

	access.fd = bar->device;
	access.offset = bar->offset + offset;
	EXPECT_EQ(0, latency_measure(&access, &latency));
	emit(role, names[0], &latency);

	mapped = page_map(bar, offset, &page);
	observe(mapped, "%s.%s", role, mapped_key);
	EXPECT_EQ(!strcmp(page_promise(bar, offset), "ok"), page.start != MAP_FAILED);
	if (page.start == MAP_FAILED)
		return;
	access = kinds[1];
	access.mapped = page.at;
	EXPECT_EQ(0, latency_measure(&access, &latency));
	emit(role, names[1], &latency);
	page_unmap(&page);
}

TEST_F(complaint, reading_a_register)
{
	static const struct access kinds[] = {
		{ .kind = ACCESS_PREAD }, { .kind = ACCESS_MAPPED_READ },
	};
	static const char * const names[] = { "pread_read", "mmap_read" };
	struct ordinary_register ordinary;

	SUBJECT_NEEDED(&self->subject);
	ASSERT_TRUE(ordinary_register_in(&self->subject, self->bar.index, &ordinary));
	compare(_metadata, &self->bar, variant->role, ordinary.offset, kinds, names,
		"latency.mapped");
}

/* The kernel's own driver may have had the device before, and leaves it enabled. */
static int nvme_disable(const struct bar *bar)
{
	uint32_t value;
	int tries;

	if (bar_read32(bar, NVME_CONFIGURATION, &value) ||
	    bar_write32(bar, NVME_CONFIGURATION, value & ~NVME_ENABLED))
		return -1;
	for (tries = 0; tries < 500; tries++) {
		if (bar_read32(bar, NVME_STATUS, &value))
			return -1;
		if (!(value & NVME_READY))
			return 0;
		usleep(1000);
	}
	return -1;
}

TEST_F(complaint, ringing_a_doorbell)
{
	static const struct access kinds[] = {
		{ .kind = ACCESS_PWRITE }, { .kind = ACCESS_MAPPED_WRITE },
	};
	static const char * const names[] = { "pwrite_doorbell", "mmap_doorbell" };
	uint32_t version, status, before;
	const struct bar *bar = &self->bar;

	SUBJECT_NEEDED(&self->subject);
	if (!variant->doorbell)
		SKIP(return, "one device's doorbell is enough");
	ASSERT_EQ(0, nvme_disable(bar)) {
		TH_LOG("the controller cannot be disabled, and would read a queue");
	}
	ASSERT_EQ(0, bar_read32(bar, NVME_VERSION, &before));
	compare(_metadata, bar, variant->role, NVME_DOORBELL, kinds, names, "doorbell.mapped");
	EXPECT_EQ(0, bar_read32(bar, NVME_VERSION, &version));
	EXPECT_EQ(0, bar_read32(bar, NVME_STATUS, &status));
	status &= NVME_READY | NVME_FATAL;
	observe(version == before && !status ? "sane" : "changed", "%s.doorbell.controller",
		variant->role);
	EXPECT_EQ(before, version);
	EXPECT_EQ(0, status);
}

TEST_HARNESS_MAIN
