// SPDX-License-Identifier: GPL-2.0
/*
 * The opt-in of a design that has one, against the contract in $KPW_CONTRACT;
 * <role>, <N> and <state> as in vfio_pci_msix_mmap_test.c.
 *
 * optin.{e1000e,nvme}.
 *   short_argsz unknown_flags bad_pointer
 *                              <role>.optin.{bad_argsz,bad_flags,bad_pointer}
 *                              <role>.optin.after_{bad_argsz,bad_flags,bad_pointer}
 *   larger_argsz               <role>.optin.larger_argsz
 *   opts_in                    <role>.optin.enable and every <state> key
 *   pread_still_hides_table    <role>.bar<N>.opted.pread.table
 *   withdraws                  <role>.optin.{withdraw_nothing,withdraw,after_withdraw}
 *   live_mapping               <role>.optin.{withdraw_while_mapped,live_mapping}
 *   reopen                     <role>.optin.reopen
 *   leaves_other_devices_alone <role>.optin.{other_device,after_other_device}
 * nothing_to_map.{e1000e,nvme}.
 *   is_told                    <role>.optin.nothing, on pages larger than the BAR
 * further.{nvme64k,xhci,virtio,vmxnet3,igb}.
 *   opts_in                    <role>.optin.enable and every <state> key
 * without_table.
 *   stays_as_it_was            plain.optin.enable, plain.bar0.opted.{flags,caps,...}
 */
#include "harness.h"

#include <errno.h>
#include <linux/vfio.h>
#include <stdint.h>
#include <sys/ioctl.h>

#include "access.h"
#include "bar.h"
#include "check.h"
#include "contract.h"
#include "observe.h"
#include "optin.h"
#include "region.h"
#include "registers.h"
#include "state.h"
#include "subject.h"

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
	ASSERT_EQ(0, subject_bar(&self->subject, self->subject.msix.table_bar, &self->bar));
	if (!self->bar.mappable && !contract_says("optin.nothing", "ok")) {
		subject_close(&self->subject);
		SKIP(return, "this BAR cannot be mapped, so there is nothing to opt in to");
	}
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

static void check_opt_in(struct __test_metadata *_metadata, struct subject *subject,
			 struct bar *bar, const char *role)
{
	const char *seen = optin_enable(subject->vfio.device);

	observe(seen, "%s.optin.enable", role);
	EXPECT_STREQ("ok", seen);
	check_state(_metadata, subject, bar, "opted");
}

TEST_F(optin, opts_in)
{
	SUBJECT_NEEDED(&self->subject);
	check_opt_in(_metadata, &self->subject, &self->bar, variant->role);
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
	/* Who never opted in asks for what there is. */
	seen = optin_withdraw(self->subject.vfio.device);
	observe(seen, "%s.optin.withdraw_nothing", variant->role);
	EXPECT_STREQ("ok", seen);
	EXPECT_STREQ("fresh", state_name(&self->bar, "fresh"));
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
	struct ordinary_register ordinary;
	uint64_t start, length;
	uint32_t before, after;
	const char *seen;
	void *mapping;

	SUBJECT_NEEDED(&self->subject);
	if (!self->bar.mappable)
		SKIP(return, "this BAR is smaller than a page, and cannot be mapped");
	ASSERT_TRUE(ordinary_register_in(&self->subject, self->bar.index, &ordinary));
	EXPECT_STREQ("ok", optin_enable(self->subject.vfio.device));
	ASSERT_TRUE(bar_range(&self->bar, BAR_WHOLE, &start, &length));
	mapping = bar_map(&self->bar, start, length);
	ASSERT_NE(MAP_FAILED, mapping) {
		TH_LOG("mmap of the whole BAR after the opt-in: %s", strerror(errno));
	}
	ASSERT_TRUE(mapped_touch(mapping, length));
	ASSERT_TRUE(mapped_read32(mapping, ordinary.offset, &before));
	if (optin_may_withdraw())
		observe(optin_withdraw(self->subject.vfio.device),
			"%s.optin.withdraw_while_mapped", variant->role);
	seen = "gone";
	if (mapped_touch(mapping, length) && mapped_read32(mapping, ordinary.offset, &after))
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
	ASSERT_EQ(0, subject_bar(&self->subject, self->subject.msix.table_bar, &self->bar));
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
	if (subject_same_group(role, variant->role))
		SKIP(return, "both devices are in one IOMMU group");
	for (opened = 0; opened < 2; opened++) {
		ASSERT_EQ(0, subject_open(&other, role, error)) {
			TH_LOG("%s: %s", role, error);
		}
		ASSERT_EQ(0, subject_bar(&other, other.msix.table_bar, &bar));
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

FIXTURE(further) {
	struct subject subject;
	struct bar bar;
};

FIXTURE_VARIANT(further) {
	const char *role;
};

SUBJECT_ROLES_FURTHER(further);

FIXTURE_SETUP(further)
{
	if (contract_says("optin", "none"))
		SKIP(return, "the contract has no opt-in");
	SUBJECT_SETUP(&self->subject, variant->role);
	ASSERT_EQ(0, subject_bar(&self->subject, self->subject.msix.table_bar, &self->bar));
	if (!self->bar.mappable && !contract_says("optin.nothing", "ok")) {
		subject_close(&self->subject);
		SKIP(return, "this BAR cannot be mapped, so there is nothing to opt in to");
	}
}

FIXTURE_TEARDOWN(further)
{
	subject_close(&self->subject);
}

TEST_F(further, opts_in)
{
	SUBJECT_NEEDED(&self->subject);
	check_opt_in(_metadata, &self->subject, &self->bar, variant->role);
	check_pread_hides(_metadata, &self->subject, &self->bar, "opted");
}

FIXTURE(nothing_to_map) {
	struct subject subject;
	struct bar bar;
};

FIXTURE_VARIANT(nothing_to_map) {
	const char *role;
};

FIXTURE_VARIANT_ADD(nothing_to_map, e1000e) { .role = "e1000e" };
FIXTURE_VARIANT_ADD(nothing_to_map, nvme) { .role = "nvme" };

FIXTURE_SETUP(nothing_to_map)
{
	if (contract_says("optin", "none"))
		SKIP(return, "the contract has no opt-in");
	SUBJECT_SETUP(&self->subject, variant->role);
	ASSERT_EQ(0, subject_bar(&self->subject, self->subject.msix.table_bar, &self->bar));
	if (self->bar.mappable) {
		subject_close(&self->subject);
		SKIP(return, "this BAR can be mapped");
	}
}

FIXTURE_TEARDOWN(nothing_to_map)
{
	subject_close(&self->subject);
}

TEST_F(nothing_to_map, is_told)
{
	const char *seen;

	SUBJECT_NEEDED(&self->subject);
	seen = optin_enable(self->subject.vfio.device);
	observe(seen, "%s.optin.nothing", variant->role);
	EXPECT_STREQ(contract_value("optin.nothing"), seen);
}

FIXTURE(without_table) {
	struct subject subject;
	struct bar bar;
};

FIXTURE_SETUP(without_table)
{
	if (contract_says("optin", "none"))
		SKIP(return, "the contract has no opt-in");
	SUBJECT_SETUP(&self->subject, "plain");
	ASSERT_EQ(0, subject_bar(&self->subject, 0, &self->bar));
}

FIXTURE_TEARDOWN(without_table)
{
	subject_close(&self->subject);
}

/* There is nothing to opt in to. */
TEST_F(without_table, stays_as_it_was)
{
	const char *enabled;
	char seen[BAR_TEXT];
	size_t i;

	SUBJECT_NEEDED(&self->subject);
	enabled = optin_enable(self->subject.vfio.device);
	observe(enabled, "plain.optin.enable");
	EXPECT_STREQ(contract_value("optin.nothing"), enabled);
	for (i = 0; state_plain_keys[i]; i++) {
		ASSERT_TRUE(state_observe(&self->bar, state_plain_keys[i], seen));
		observe(seen, "plain.bar0.opted.%s", state_plain_keys[i]);
		EXPECT_STREQ(state_promise(&self->bar, "plain", state_plain_keys[i]), seen);
	}
}

TEST_HARNESS_MAIN
