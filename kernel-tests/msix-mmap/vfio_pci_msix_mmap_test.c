// SPDX-License-Identifier: GPL-2.0
/*
 * What userspace can see and do of a PCI device's BARs, above all of the one
 * that holds the MSI-X table, against the contract in $KPW_CONTRACT.
 *
 * Roles: e1000e (table alone in its BAR), nvme (table in the middle of its
 * only BAR), plain (no MSI-X). <role>, <N> (BAR or region number), <state>
 * ("opted." after the opt-in, else nothing) stand for themselves below.
 *
 * device.{e1000e,nvme,plain}.
 *   regions_are_well_formed    <role>.region<N>.{flags,size,caps,chain,sparse_areas}
 *   argsz_protocol             <role>.region<N>.argsz
 *   pread_and_mmap_agree       <role>.bar<N>.register.<name>
 *   unknown_ioctl              <role>.unknown_ioctl
 * msix_bar.{e1000e,nvme}.
 *   flags caps sparse          <role>.bar<N>.<state>{flags,caps,sparse}
 *   sparse_areas_are_sound     <role>.bar<N>.<state>sparse_areas
 *   mmap_whole mmap_table mmap_before mmap_after mmap_touching mmap_past
 *                              <role>.bar<N>.<state>mmap.{whole,table,before,after,touching,past}
 *   pread_hides_table          <role>.bar<N>.pread.table
 * plain_bar.{e1000e,plain}.
 *   flags caps mmap_whole mmap_past
 *                              <role>.bar0.{flags,caps,mmap.whole,mmap.past}
 * optin.{e1000e,nvme}.
 *   short_argsz unknown_flags bad_pointer
 *                              <role>.optin.{bad_argsz,bad_flags,bad_pointer}
 *                              <role>.optin.after_{bad_argsz,bad_flags,bad_pointer}
 *   larger_argsz               <role>.optin.larger_argsz
 *   opts_in                    <role>.optin.enable and every <state> key above
 *   pread_still_hides_table    <role>.bar<N>.opted.pread.table
 *   withdraws                  <role>.optin.{withdraw,after_withdraw}
 *   live_mapping               <role>.optin.{withdraw_while_mapped,live_mapping}
 *   reopen                     <role>.optin.reopen
 *   leaves_other_devices_alone <role>.optin.{other_device,after_other_device}
 * interrupt.
 *   fires_before_map           e1000e.irq.before
 *   fires_after_map            e1000e.irq.{after,mapped,rearmed}
 *   fires_after_opted_map      e1000e.opted.irq.{before,after,mapped,rearmed}
 * latency.
 *   ordinary_register          measures nvme.{pread_read,mmap_read}.{median,p99} in ns,
 *                              nvme.{pread_read,mmap_read}.batch; nvme.latency.mapped
 */
#include "harness.h"

#include <errno.h>
#include <linux/vfio.h>
#include <stdint.h>
#include <sys/ioctl.h>

#include "access.h"
#include "bar.h"
#include "contract.h"
#include "e1000e.h"
#include "latency.h"
#include "observe.h"
#include "optin.h"
#include "region.h"
#include "registers.h"
#include "state.h"
#include "subject.h"

/* "fresh" needs no prefix: it is what every client sees that knows of nothing. */
static const char *prefix(const char *state)
{
	return strcmp(state, "opted") ? "" : "opted.";
}

static void check(struct __test_metadata *_metadata, const struct subject *subject,
		  const struct bar *bar, const char *state, const char *key)
{
	char seen[BAR_TEXT];

	if (!state_observe(bar, key, seen)) {
		/* No page before the table, say: nothing is promised of nothing. */
		observe("no_such_range", "%s.bar%u.%s%s", subject->role, bar->index,
			prefix(state), key);
		return;
	}
	observe(seen, "%s.bar%u.%s%s", subject->role, bar->index, prefix(state), key);
	EXPECT_STREQ(state_promise(state, key), seen) {
		TH_LOG("%s bar%u: %s.%s", subject->role, bar->index, state, key);
	}
}

static void check_sparse_areas(struct __test_metadata *_metadata, const struct subject *subject,
			       const struct bar *bar, const char *state)
{
	struct vfio_region_info *info = region_info(bar->device, bar->index);
	bool avoid = !strcmp(state_promise(state, "sparse"), "around");
	char areas[REGION_TEXT];
	const char *fault;

	ASSERT_NE(NULL, info);
	region_sparse_areas(info, areas);
	observe(areas, "%s.bar%u.%ssparse_areas", subject->role, bar->index, prefix(state));
	fault = region_sparse_fault(info, avoid ? bar->table_start : 0, avoid ? bar->table_end : 0);
	EXPECT_EQ(NULL, fault) {
		TH_LOG("%s bar%u: %s", subject->role, bar->index, fault);
	}
	free(info);
}

/* Both ends of the table: what hides the first entry may miss the last. */
static void check_pread_hides(struct __test_metadata *_metadata, const struct subject *subject,
			      const struct bar *bar, const char *state)
{
	uint64_t table = subject->msix.table_offset;
	uint64_t last = table + (subject->msix.entries - 1) * MSIX_ENTRY_SIZE;
	uint32_t value, seen = ~0U;
	const char *promised = contract_value("pread.hides_table");
	int i;

	for (i = 0; i < MSIX_ENTRY_SIZE; i += 4) {
		EXPECT_EQ(0, bar_read32(bar, table + i, &value));
		seen &= value;
		EXPECT_EQ(0, bar_read32(bar, last + i, &value));
		seen &= value;
	}
	observe(seen == ~0U ? "hidden" : "shown", "%s.bar%u.%spread.table", subject->role,
		bar->index, prefix(state));
	EXPECT_STREQ(promised, seen == ~0U ? "yes" : "no");
}

FIXTURE(device) {
	struct subject subject;
};

FIXTURE_VARIANT(device) {
	const char *role;
};

FIXTURE_VARIANT_ADD(device, e1000e) { .role = "e1000e" };
FIXTURE_VARIANT_ADD(device, nvme) { .role = "nvme" };
FIXTURE_VARIANT_ADD(device, plain) { .role = "plain" };

FIXTURE_SETUP(device)
{
	SUBJECT_SETUP(&self->subject, variant->role);
}

FIXTURE_TEARDOWN(device)
{
	subject_close(&self->subject);
}

TEST_F(device, regions_are_well_formed)
{
	const char *role = variant->role, *fault;
	const struct msix *msix = &self->subject.msix;
	struct vfio_region_info *info;
	char text[REGION_TEXT];
	unsigned int i;

	SUBJECT_NEEDED(&self->subject);
	for (i = VFIO_PCI_BAR0_REGION_INDEX; i <= VFIO_PCI_CONFIG_REGION_INDEX; i++) {
		info = region_info(self->subject.vfio.device, i);
		EXPECT_NE(NULL, info) {
			TH_LOG("%s region %u: %s", role, i, strerror(errno));
		}
		if (!info)
			continue;
		snprintf(text, sizeof(text), "0x%x", info->flags);
		observe(text, "%s.region%u.flags", role, i);
		snprintf(text, sizeof(text), "0x%llx", (unsigned long long)info->size);
		observe(text, "%s.region%u.size", role, i);
		fault = region_chain_fault(info);
		observe(fault ? fault : "sound", "%s.region%u.chain", role, i);
		EXPECT_EQ(NULL, fault) {
			TH_LOG("%s region %u: %s", role, i, fault);
		}
		region_capabilities(info, text);
		observe(text, "%s.region%u.caps", role, i);
		region_sparse_areas(info, text);
		observe(text, "%s.region%u.sparse_areas", role, i);
		fault = region_sparse_fault(info, 0, 0);
		EXPECT_EQ(NULL, fault) {
			TH_LOG("%s region %u: %s", role, i, fault);
		}
		/* An empty region offers nothing, and only memory can be mapped. */
		EXPECT_FALSE(!info->size && (info->flags & VFIO_REGION_INFO_FLAG_MMAP));
		EXPECT_FALSE(i >= VFIO_PCI_ROM_REGION_INDEX &&
			     (info->flags & VFIO_REGION_INFO_FLAG_MMAP));
		/* What is said of the BAR with the table is said of no other region. */
		if (!msix->present || msix->table_bar != i)
			EXPECT_EQ(0, info->flags & ~contract_number("plain.flags")) {
				TH_LOG("%s region %u: plain.flags", role, i);
			}
		EXPECT_EQ(i, info->index);
		free(info);
	}
}

#define GUARD 0xa5
#define GUARD_SIZE 64

/* GET_REGION_INFO with a buffer of @argsz bytes, guarded behind; NULL if it fails. */
static struct vfio_region_info *info_of_size(int device, unsigned int index, uint32_t argsz,
					     bool *overrun)
{
	size_t size = argsz < sizeof(struct vfio_region_info) ? sizeof(struct vfio_region_info) :
							       argsz;
	unsigned char *buffer = malloc(size + GUARD_SIZE);
	struct vfio_region_info *info = (void *)buffer;
	int i, error;

	if (!buffer)
		return NULL;
	memset(buffer, GUARD, size + GUARD_SIZE);
	/* What the kernel has nothing to say about it leaves as it was. */
	memset(info, 0, sizeof(*info));
	info->argsz = argsz;
	info->index = index;
	error = ioctl(device, VFIO_DEVICE_GET_REGION_INFO, info);
	*overrun = false;
	for (i = 0; i < GUARD_SIZE; i++)
		*overrun |= buffer[size + i] != GUARD;
	if (!error)
		return info;
	free(buffer);
	return NULL;
}

TEST_F(device, argsz_protocol)
{
	int device = self->subject.vfio.device;
	struct vfio_region_info *info;
	char text[REGION_TEXT];
	uint32_t argsz, needed;
	unsigned int i;
	bool overrun;

	SUBJECT_NEEDED(&self->subject);
	for (i = VFIO_PCI_BAR0_REGION_INDEX; i <= VFIO_PCI_BAR5_REGION_INDEX; i++) {
		for (argsz = 0; argsz < sizeof(*info); argsz += 4) {
			errno = 0;
			EXPECT_EQ(NULL, info_of_size(device, i, argsz, &overrun));
			EXPECT_EQ(EINVAL, errno);
		}
		info = region_info(device, i);
		ASSERT_NE(NULL, info);
		needed = info->argsz;
		free(info);
		snprintf(text, sizeof(text), "%u", needed);
		observe(text, "%s.region%u.argsz", variant->role, i);

		/* Too short for the chain: told how much, and nothing of the chain. */
		for (argsz = sizeof(*info); argsz < needed; argsz += 4) {
			info = info_of_size(device, i, argsz, &overrun);
			ASSERT_NE(NULL, info);
			EXPECT_EQ(needed, info->argsz);
			EXPECT_EQ(0, info->cap_offset);
			EXPECT_NE(0, info->flags & VFIO_REGION_INFO_FLAG_CAPS);
			EXPECT_FALSE(overrun);
			free(info);
		}
		for (argsz = needed; argsz <= needed + 32; argsz += 16) {
			info = info_of_size(device, i, argsz, &overrun);
			ASSERT_NE(NULL, info);
			EXPECT_EQ(argsz, info->argsz);
			EXPECT_EQ(NULL, region_chain_fault(info));
			EXPECT_FALSE(overrun);
			free(info);
		}
	}
}

/* The contract's word on the page that holds a register. */
static const char *page_promise(const struct bar *bar, uint64_t page)
{
	if (bar->table_start == bar->table_end)
		return contract_value("plain.mmap.whole");
	if (page < bar->table_start)
		return contract_value("fresh.mmap.before");
	return contract_value(page < bar->table_end ? "fresh.mmap.table" : "fresh.mmap.after");
}

static void check_register(struct __test_metadata *_metadata, const struct subject *subject,
			   const struct ordinary_register *ordinary)
{
	uint64_t size = sysconf(_SC_PAGESIZE), page = ordinary->offset / size * size;
	uint32_t by_pread = 0, by_mmap = 0;
	char value[64];
	struct bar bar;
	void *mapping;

	ASSERT_EQ(0, bar_open(&bar, subject->vfio.device, ordinary->bar, &subject->msix));
	EXPECT_EQ(0, bar_read32(&bar, ordinary->offset, &by_pread));
	mapping = bar_map(&bar, page, size);
	snprintf(value, sizeof(value), "%s", errno_name(mapping == MAP_FAILED ? errno : 0));
	if (mapping != MAP_FAILED) {
		if (!mapped_read32(mapping, ordinary->offset - page, &by_mmap))
			snprintf(value, sizeof(value), "SIGBUS");
		else if (by_mmap != by_pread)
			snprintf(value, sizeof(value), "pread=0x%x,mmap=0x%x", by_pread, by_mmap);
		munmap(mapping, size);
	}
	observe(value, "%s.bar%u.register.%s", subject->role, bar.index, ordinary->name);
	EXPECT_STREQ(page_promise(&bar, page), value);
}

TEST_F(device, pread_and_mmap_agree)
{
	unsigned int checked = 0;
	size_t i;

	SUBJECT_NEEDED(&self->subject);
	for (i = 0; i < nr_ordinary_registers; i++) {
		if (strcmp(ordinary_registers[i].role, variant->role))
			continue;
		check_register(_metadata, &self->subject, &ordinary_registers[i]);
		checked++;
	}
	EXPECT_NE(0, checked);
}

/*
 * VFIO_BASE + 18 to + 27 are unused up to v6.1. Since v6.6 the first four are
 * taken, on a device fd only where there is iommufd (CONFIG_VFIO_DEVICE_CDEV).
 * The number that the contract gives to the opt-in is left to its own tests.
 */
#define FIRST_UNKNOWN 18
#define FIRST_UNKNOWN_WITH_IOMMUFD 22
#define LAST_UNKNOWN 27

TEST_F(device, unknown_ioctl)
{
	int device = self->subject.vfio.device;
	char seen[64] = "ENOTTY";
	unsigned int number;
	const char *answer;

	SUBJECT_NEEDED(&self->subject);
	number = access("/dev/iommu", F_OK) ? FIRST_UNKNOWN : FIRST_UNKNOWN_WITH_IOMMUFD;
	for (; number <= LAST_UNKNOWN; number++) {
		if (optin_exists() &&
		    contract_number("optin.request") == _IO(VFIO_TYPE, VFIO_BASE + number))
			continue;
		answer = errno_name(ioctl(device, _IO(VFIO_TYPE, VFIO_BASE + number), NULL) ?
				    errno : 0);
		if (strcmp(answer, "ENOTTY"))
			snprintf(seen, sizeof(seen), "%s(base+%u)", answer, number);
	}
	observe(seen, "%s.unknown_ioctl", variant->role);
	EXPECT_STREQ(contract_value("unknown_ioctl"), seen);
}

FIXTURE(msix_bar) {
	struct subject subject;
	struct bar bar;
};

FIXTURE_VARIANT(msix_bar) {
	const char *role;
};

FIXTURE_VARIANT_ADD(msix_bar, e1000e) { .role = "e1000e" };
FIXTURE_VARIANT_ADD(msix_bar, nvme) { .role = "nvme" };

FIXTURE_SETUP(msix_bar)
{
	SUBJECT_SETUP(&self->subject, variant->role);
	ASSERT_TRUE(self->subject.msix.present);
	ASSERT_EQ(0, bar_open(&self->bar, self->subject.vfio.device, self->subject.msix.table_bar,
			      &self->subject.msix));
}

FIXTURE_TEARDOWN(msix_bar)
{
	subject_close(&self->subject);
}

#define STATE_TEST(fixture, name, state, key)						\
	TEST_F(fixture, name)								\
	{										\
		SUBJECT_NEEDED(&self->subject);						\
		check(_metadata, &self->subject, &self->bar, state, key);		\
	}

STATE_TEST(msix_bar, flags, "fresh", "flags")
STATE_TEST(msix_bar, caps, "fresh", "caps")
STATE_TEST(msix_bar, sparse, "fresh", "sparse")
STATE_TEST(msix_bar, mmap_whole, "fresh", "mmap.whole")
STATE_TEST(msix_bar, mmap_table, "fresh", "mmap.table")
STATE_TEST(msix_bar, mmap_before, "fresh", "mmap.before")
STATE_TEST(msix_bar, mmap_after, "fresh", "mmap.after")
STATE_TEST(msix_bar, mmap_touching, "fresh", "mmap.touching")
STATE_TEST(msix_bar, mmap_past, "fresh", "mmap.past")

TEST_F(msix_bar, sparse_areas_are_sound)
{
	SUBJECT_NEEDED(&self->subject);
	check_sparse_areas(_metadata, &self->subject, &self->bar, "fresh");
}

TEST_F(msix_bar, pread_hides_table)
{
	SUBJECT_NEEDED(&self->subject);
	check_pread_hides(_metadata, &self->subject, &self->bar, "fresh");
}

FIXTURE(plain_bar) {
	struct subject subject;
	struct bar bar;
};

FIXTURE_VARIANT(plain_bar) {
	const char *role;
};

FIXTURE_VARIANT_ADD(plain_bar, e1000e) { .role = "e1000e" };
FIXTURE_VARIANT_ADD(plain_bar, plain) { .role = "plain" };

FIXTURE_SETUP(plain_bar)
{
	SUBJECT_SETUP(&self->subject, variant->role);
	ASSERT_EQ(0, bar_open(&self->bar, self->subject.vfio.device, 0, &self->subject.msix));
	/* Or it is no control. */
	ASSERT_EQ(self->bar.table_start, self->bar.table_end);
}

FIXTURE_TEARDOWN(plain_bar)
{
	subject_close(&self->subject);
}

STATE_TEST(plain_bar, flags, "plain", "flags")
STATE_TEST(plain_bar, caps, "plain", "caps")
STATE_TEST(plain_bar, mmap_whole, "plain", "mmap.whole")
STATE_TEST(plain_bar, mmap_past, "plain", "mmap.past")

FIXTURE(optin) {
	struct subject subject;
	struct bar bar;
};

FIXTURE_VARIANT(optin) {
	const char *role;
};

FIXTURE_VARIANT_ADD(optin, e1000e) { .role = "e1000e" };
FIXTURE_VARIANT_ADD(optin, nvme) { .role = "nvme" };

FIXTURE_SETUP(optin)
{
	if (contract_says("optin", "none"))
		SKIP(return, "the contract has no opt-in");
	SUBJECT_SETUP(&self->subject, variant->role);
	ASSERT_TRUE(optin_exists()) {
		TH_LOG("optin is neither none, ioctl nor feature: %s", contract_value("optin"));
	}
	ASSERT_EQ(0, bar_open(&self->bar, self->subject.vfio.device, self->subject.msix.table_bar,
			      &self->subject.msix));
}

FIXTURE_TEARDOWN(optin)
{
	subject_close(&self->subject);
}

static void check_refused(struct __test_metadata *_metadata, const struct subject *subject,
			  const struct bar *bar, const char *seen, const char *path)
{
	const char *state;

	observe(seen, "%s.optin.%s", subject->role, path);
	EXPECT_STREQ(contract_value("optin.%s", path), seen);
	/* A refused call changes nothing. */
	state = state_name(bar, "fresh");
	observe(state, "%s.optin.after_%s", subject->role, path);
	EXPECT_STREQ("fresh", state);
}

TEST_F(optin, short_argsz)
{
	static const uint32_t sizes[] = { 0, 1, 4, 7 };
	int device = self->subject.vfio.device;
	const char *seen = "", *one;
	size_t i;

	SUBJECT_NEEDED(&self->subject);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		one = optin_call(device, sizes[i], optin_flag());
		seen = i && strcmp(one, seen) ? "mixed" : one;
	}
	check_refused(_metadata, &self->subject, &self->bar, seen, "bad_argsz");
}

TEST_F(optin, unknown_flags)
{
	const char *seen = "", *one;
	uint32_t bit;

	SUBJECT_NEEDED(&self->subject);
	for (bit = 1; bit; bit <<= 1) {
		if (!(bit & optin_reserved()))
			continue;
		one = optin_call(self->subject.vfio.device, sizeof(struct optin_argument), bit);
		seen = *seen && strcmp(one, seen) ? "mixed" : one;
		one = optin_call(self->subject.vfio.device, sizeof(struct optin_argument),
				 bit | optin_flag());
		seen = strcmp(one, seen) ? "mixed" : one;
	}
	check_refused(_metadata, &self->subject, &self->bar, seen, "bad_flags");
}

TEST_F(optin, bad_pointer)
{
	int device = self->subject.vfio.device;
	size_t page = sysconf(_SC_PAGESIZE);
	const char *seen, *one;
	uint32_t *edge;
	char *pages;

	SUBJECT_NEEDED(&self->subject);
	pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, pages);
	ASSERT_EQ(0, mprotect(pages + page, page, PROT_NONE));
	seen = optin_call_at(device, NULL);
	one = optin_call_at(device, pages + page);
	seen = strcmp(one, seen) ? "mixed" : one;
	/* argsz can be read, flags cannot. */
	edge = (uint32_t *)(pages + page) - 1;
	*edge = sizeof(struct optin_argument);
	one = optin_call_at(device, edge);
	seen = strcmp(one, seen) ? "mixed" : one;
	munmap(pages, 2 * page);
	check_refused(_metadata, &self->subject, &self->bar, seen, "bad_pointer");
}

TEST_F(optin, larger_argsz)
{
	struct {
		struct optin_argument argument;
		uint32_t more[14];
	} larger = { .argument = { .argsz = sizeof(larger), .flags = optin_flag() } };
	const char *seen;

	SUBJECT_NEEDED(&self->subject);
	/* A client built against a later, longer struct. */
	seen = optin_call_at(self->subject.vfio.device, &larger);
	observe(seen, "%s.optin.larger_argsz", variant->role);
	EXPECT_STREQ("ok", seen);
}

TEST_F(optin, opts_in)
{
	const char *seen;
	size_t i;

	SUBJECT_NEEDED(&self->subject);
	seen = optin_enable(self->subject.vfio.device);
	observe(seen, "%s.optin.enable", variant->role);
	EXPECT_STREQ("ok", seen);
	for (i = 0; state_keys[i]; i++)
		check(_metadata, &self->subject, &self->bar, "opted", state_keys[i]);
	check_sparse_areas(_metadata, &self->subject, &self->bar, "opted");
}

TEST_F(optin, pread_still_hides_table)
{
	SUBJECT_NEEDED(&self->subject);
	EXPECT_STREQ("ok", optin_enable(self->subject.vfio.device));
	check_pread_hides(_metadata, &self->subject, &self->bar, "opted");
}

TEST_F(optin, withdraws)
{
	const char *seen;

	SUBJECT_NEEDED(&self->subject);
	if (!optin_may_withdraw())
		SKIP(return, "there is no call that withdraws the opt-in");
	EXPECT_STREQ("ok", optin_enable(self->subject.vfio.device));
	seen = optin_withdraw(self->subject.vfio.device);
	observe(seen, "%s.optin.withdraw", variant->role);
	EXPECT_STREQ(contract_value("optin.withdraw"), seen);
	seen = state_name(&self->bar, contract_says("optin.after_withdraw", "opted") ? "opted" :
										       "fresh");
	observe(seen, "%s.optin.after_withdraw", variant->role);
	EXPECT_STREQ(contract_value("optin.after_withdraw"), seen);
}

TEST_F(optin, live_mapping)
{
	const struct ordinary_register *ordinary;
	uint64_t start, length;
	uint32_t before, after;
	const char *seen;
	void *mapping;

	SUBJECT_NEEDED(&self->subject);
	ordinary = ordinary_register(variant->role, self->bar.index);
	ASSERT_NE(NULL, ordinary);
	EXPECT_STREQ("ok", optin_enable(self->subject.vfio.device));
	ASSERT_TRUE(bar_range(&self->bar, BAR_WHOLE, &start, &length));
	mapping = bar_map(&self->bar, start, length);
	ASSERT_NE(MAP_FAILED, mapping) {
		TH_LOG("mmap of the whole BAR after the opt-in: %s", strerror(errno));
	}
	ASSERT_TRUE(mapped_touch(mapping, length));
	ASSERT_TRUE(mapped_read32(mapping, ordinary->offset, &before));
	if (optin_may_withdraw())
		observe(optin_withdraw(self->subject.vfio.device),
			"%s.optin.withdraw_while_mapped", variant->role);
	seen = "gone";
	if (mapped_touch(mapping, length) && mapped_read32(mapping, ordinary->offset, &after))
		seen = before == after ? "kept" : "changed";
	munmap(mapping, length);
	observe(seen, "%s.optin.live_mapping", variant->role);
	EXPECT_STREQ(contract_value("optin.live_mapping"), seen);
}

TEST_F(optin, reopen)
{
	struct vfio *vfio = &self->subject.vfio;
	const char *expected, *seen;
	char error[VFIO_ERROR];

	SUBJECT_NEEDED(&self->subject);
	EXPECT_STREQ("ok", optin_enable(vfio->device));
	vfio_close(vfio);
	ASSERT_EQ(0, vfio_open(vfio, self->subject.bdf, error)) {
		TH_LOG("%s", error);
	}
	ASSERT_EQ(0, bar_open(&self->bar, vfio->device, self->subject.msix.table_bar,
			      &self->subject.msix));
	expected = contract_says("optin.reopen", "opted") ? "opted" : "fresh";
	seen = state_name(&self->bar, expected);
	observe(seen, "%s.optin.reopen", variant->role);
	EXPECT_STREQ(contract_value("optin.reopen"), seen);
}

/* The choice is made for one device, and no other device's user can undo it. */
TEST_F(optin, leaves_other_devices_alone)
{
	const char *role = strcmp(variant->role, "nvme") ? "nvme" : "e1000e";
	struct subject other;
	char error[VFIO_ERROR];
	const char *seen;
	struct bar bar;
	int opened;

	SUBJECT_NEEDED(&self->subject);
	if (!subject_bdf(role))
		SKIP(return, "no %s device in this machine", role);
	for (opened = 0; opened < 2; opened++) {
		ASSERT_EQ(0, subject_open(&other, role, error)) {
			TH_LOG("%s: %s", role, error);
		}
		ASSERT_EQ(0, bar_open(&bar, other.vfio.device, other.msix.table_bar, &other.msix));
		/* Once with the other device open already, once before it is. */
		if (!opened)
			EXPECT_STREQ("ok", optin_enable(self->subject.vfio.device));
		seen = state_name(&bar, "fresh");
		observe(seen, "%s.optin.other_device", variant->role);
		EXPECT_STREQ("fresh", seen);
		subject_close(&other);
	}
	seen = state_name(&self->bar, "opted");
	observe(seen, "%s.optin.after_other_device", variant->role);
	EXPECT_STREQ("opted", seen);
}

FIXTURE(interrupt) {
	struct subject subject;
	struct bar bar;
	struct e1000e e1000e;
};

FIXTURE_SETUP(interrupt)
{
	SUBJECT_SETUP(&self->subject, "e1000e");
	ASSERT_EQ(0, bar_open(&self->bar, self->subject.vfio.device, self->subject.msix.table_bar,
			      &self->subject.msix));
	ASSERT_EQ(0, e1000e_arm(&self->e1000e, self->subject.vfio.device)) {
		TH_LOG("MSI-X by eventfd: %s", strerror(errno));
	}
}

FIXTURE_TEARDOWN(interrupt)
{
	if (self->subject.open)
		e1000e_disarm(&self->e1000e);
	subject_close(&self->subject);
}

/* As much of the BAR as this kernel lets be mapped at once. */
static void *map_most(const struct bar *bar, uint64_t *length, const char **what)
{
	static const struct {
		enum bar_range range;
		const char *name;
	} choices[] = { { BAR_WHOLE, "whole" }, { BAR_AFTER, "after" }, { BAR_BEFORE, "before" } };
	uint64_t start;
	void *mapping;
	size_t i;

	for (i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
		if (!bar_range(bar, choices[i].range, &start, length))
			continue;
		mapping = bar_map(bar, start, *length);
		if (mapping != MAP_FAILED) {
			*what = choices[i].name;
			return mapping;
		}
	}
	*what = "nothing";
	return MAP_FAILED;
}

static void check_interrupt(struct __test_metadata *_metadata, struct e1000e *e1000e,
			    const char *state, const char *when)
{
	const char *seen = e1000e_interrupt(e1000e);

	observe(seen, "e1000e.%sirq.%s", prefix(state), when);
	EXPECT_STREQ(contract_value("irq.%s", when), seen);
}

static void check_mapped_interrupt(struct __test_metadata *_metadata, const struct bar *bar,
				   struct e1000e *e1000e, const char *state)
{
	const char *what, *seen;
	uint64_t length;
	void *mapping;

	/* First unmapped, so that a device that never fires shows as such. */
	EXPECT_STREQ("ok", e1000e_interrupt(e1000e));
	mapping = map_most(bar, &length, &what);
	observe(what, "e1000e.%sirq.mapped", prefix(state));
	if (mapping != MAP_FAILED)
		EXPECT_TRUE(mapped_touch(mapping, length));
	check_interrupt(_metadata, e1000e, state, "after");
	/* Vectors are set up by ioctl, whatever is mapped. */
	e1000e_disarm(e1000e);
	seen = errno_name(e1000e_arm(e1000e, bar->device) ? errno : 0);
	observe(seen, "e1000e.%sirq.rearmed", prefix(state));
	EXPECT_STREQ("ok", seen);
	check_interrupt(_metadata, e1000e, state, "after");
	if (mapping == MAP_FAILED)
		return;
	munmap(mapping, length);
	check_interrupt(_metadata, e1000e, state, "after");
}

TEST_F(interrupt, fires_before_map)
{
	SUBJECT_NEEDED(&self->subject);
	check_interrupt(_metadata, &self->e1000e, "fresh", "before");
}

TEST_F(interrupt, fires_after_map)
{
	SUBJECT_NEEDED(&self->subject);
	check_mapped_interrupt(_metadata, &self->bar, &self->e1000e, "fresh");
}

TEST_F(interrupt, fires_after_opted_map)
{
	SUBJECT_NEEDED(&self->subject);
	if (contract_says("optin", "none"))
		SKIP(return, "the contract has no opt-in");
	EXPECT_STREQ("ok", optin_enable(self->subject.vfio.device));
	check_interrupt(_metadata, &self->e1000e, "opted", "before");
	check_mapped_interrupt(_metadata, &self->bar, &self->e1000e, "opted");
}

FIXTURE(latency) {
	struct subject subject;
	struct bar bar;
};

FIXTURE_SETUP(latency)
{
	SUBJECT_SETUP(&self->subject, "nvme");
	ASSERT_EQ(0, bar_open(&self->bar, self->subject.vfio.device, self->subject.msix.table_bar,
			      &self->subject.msix));
}

FIXTURE_TEARDOWN(latency)
{
	subject_close(&self->subject);
}

static void emit(const char *kind, const struct latency *latency)
{
	char key[64];

	snprintf(key, sizeof(key), "nvme.%s.median", kind);
	measure(key, latency->median, "ns", LATENCY_ACCESSES);
	snprintf(key, sizeof(key), "nvme.%s.p99", kind);
	measure(key, latency->p99, "ns", LATENCY_ACCESSES);
	snprintf(key, sizeof(key), "nvme.%s.batch", kind);
	measure(key, latency->batch, "accesses", LATENCY_ACCESSES);
}

TEST_F(latency, ordinary_register)
{
	uint64_t size = sysconf(_SC_PAGESIZE), page;
	const struct ordinary_register *ordinary;
	struct latency latency;
	void *mapping;

	SUBJECT_NEEDED(&self->subject);
	ordinary = ordinary_register("nvme", self->bar.index);
	ASSERT_NE(NULL, ordinary);
	EXPECT_EQ(0, latency_pread(&self->bar, ordinary->offset, &latency));
	emit("pread_read", &latency);

	page = ordinary->offset / size * size;
	mapping = bar_map(&self->bar, page, size);
	if (mapping == MAP_FAILED && optin_exists() &&
	    !strcmp(optin_enable(self->subject.vfio.device), "ok"))
		mapping = bar_map(&self->bar, page, size);
	observe(mapping == MAP_FAILED ? "no" : "yes", "nvme.latency.mapped");
	if (mapping == MAP_FAILED) {
		EXPECT_STRNE("ok", page_promise(&self->bar, page));
		return;
	}
	EXPECT_EQ(0, latency_mapped((char *)mapping + (ordinary->offset - page), &latency));
	emit("mmap_read", &latency);
	munmap(mapping, size);
}

TEST_HARNESS_MAIN
