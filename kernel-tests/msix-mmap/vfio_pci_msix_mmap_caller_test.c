// SPDX-License-Identifier: GPL-2.0
/*
 * Who may opt in, with what argument, when, and until when; where the contract
 * has an opt-in. It is given by whoever has the fd, takes what it is handed and
 * writes nothing back, at any time between open and close, and ends at the close.
 *
 * caller.{e1000e,nvme,nvme64k}.
 *   any_argsz             <role>.caller.argsz: "ok" or the first argsz that was refused
 *   argument_is_kept      <role>.caller.argument.{given,short,unknown,read_only,at_the_end}
 *   without_rights        <role>.caller.rights.{child,no_capabilities,nobody} and .mmap_by_nobody
 *   of_32_bits            <role>.caller.legacy.{short,flags,given,region_info}
 *   after_mapping         <role>.caller.mapped
 *   twice                 <role>.caller.twice
 *   by_another_fd         <role>.caller.{other_fd,other_fd_closed}
 *   with_interrupts       <role>.caller.{intx,msi,msix,armed,disarmed,interrupt}
 *   outlives_a_reset      <role>.caller.{reset,after_reset}
 *   feature_operations    <role>.caller.feature.{probe,probe_set,probe_get,get,none,get_set}
 */
#include "harness.h"

#include <errno.h>
#include <linux/vfio.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "access.h"
#include "bar.h"
#include "contract.h"
#include "irq.h"
#include "legacy.h"
#include "observe.h"
#include "older.h"
#include "optin.h"
#include "region.h"
#include "reset.h"
#include "rights.h"
#include "source.h"
#include "state.h"
#include "subject.h"

#define TEXT 96
#define FILLER 0xa5

FIXTURE(caller) {
	struct subject subject;
	struct bar bar;
	size_t page;
	char *pages;		/* three, below 4 GiB where there is such a thing; the last is not there */
	bool forbid;
};

FIXTURE_VARIANT(caller) {
	const char *role;
};

FIXTURE_VARIANT_ADD(caller, e1000e) { .role = "e1000e" };
FIXTURE_VARIANT_ADD(caller, nvme) { .role = "nvme" };
FIXTURE_VARIANT_ADD(caller, nvme64k) { .role = "nvme64k" };

#ifndef MAP_32BIT
#define MAP_32BIT 0
#endif

FIXTURE_SETUP(caller)
{
	if (contract_says("optin", "none"))
		SKIP(return, "the contract has no opt-in");
	SUBJECT_SETUP(&self->subject, variant->role);
	ASSERT_EQ(0, subject_bar(&self->subject, self->subject.msix.table_bar, &self->bar));
	/* With pages of 64K the BARs of e1000e and nvme are too small. */
	if (!self->bar.mappable) {
		subject_close(&self->subject);
		SKIP(return, "nothing of the table's BAR can be mapped, so there is nothing to ask for");
	}
	self->page = sysconf(_SC_PAGESIZE);
	if (!strcmp(variant->role, "nvme64k") && self->page < 65536) {
		subject_close(&self->subject);
		SKIP(return, "with these pages e1000e and nvme tell it");
	}
	self->pages = mmap(NULL, 3 * self->page, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	ASSERT_NE(MAP_FAILED, self->pages);
	ASSERT_EQ(0, mprotect(self->pages + 2 * self->page, self->page, PROT_NONE));
}

FIXTURE_TEARDOWN(caller)
{
	if (self->forbid)
		reset_forbid(self->subject.bdf);
	subject_close(&self->subject);
}

static void expect_state(struct __test_metadata *_metadata, const struct bar *bar,
			 const char *expected, const char *when)
{
	const char *seen = state_name(bar, expected);

	EXPECT_STREQ(expected, seen) {
		TH_LOG("%s", when);
	}
}

/* The opt-in, in a buffer of its own that is all 0 behind: members that nobody has given a meaning yet. */
static const char *call_with(const struct bar *bar, char *at, uint32_t argsz, uint32_t flags)
{
	struct optin_argument argument = { .argsz = argsz, .flags = flags };

	memcpy(at, &argument, sizeof(argument));
	return optin_call_at(bar->device, at);
}

TEST_F(caller, any_argsz)
{
	const uint32_t sizes[] = {
		8, 9, 10, 12, 15, 16, 24, 32, 64, 255, 256, 1000, self->page - 1, self->page,
		self->page + 1, self->page + 8, 2 * self->page,
	};
	char wrong[TEXT] = "";
	const char *seen;
	size_t i;

	SUBJECT_NEEDED(&self->subject);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]) && !*wrong; i++) {
		seen = call_with(&self->bar, self->pages, sizes[i], optin_flag());
		if (strcmp(seen, "ok"))
			snprintf(wrong, sizeof(wrong), "argsz=%u:%s", sizes[i], seen);
	}
	observe(*wrong ? wrong : "ok", "%s.caller.argsz", variant->role);
	EXPECT_STREQ("", wrong);
	expect_state(_metadata, &self->bar, "opted", "after all sizes");
}

/* A call whose argument has @room bytes around it that are nobody's; what it says of its own bytes. */
static void check_kept(struct __test_metadata *_metadata, const struct bar *bar, const char *role,
		       char *page, uint32_t argsz, uint32_t flags, const char *promised,
		       const char *what)
{
	char before[128], value[TEXT];
	const char *seen;
	size_t i;

	memset(page, FILLER, sizeof(before));
	seen = call_with(bar, page + 32, argsz, flags);
	memset(before, FILLER, sizeof(before));
	memcpy(before + 32, &(struct optin_argument){ argsz, flags },
	       sizeof(struct optin_argument));
	snprintf(value, sizeof(value), "%s", seen);
	for (i = 0; i < sizeof(before); i++)
		if (page[i] != before[i])
			snprintf(value, sizeof(value), "%s:byte_%zd_is_0x%02x", seen,
				 (ssize_t)i - 32, (unsigned char)page[i]);
	observe(value, "%s.caller.argument.%s", role, what);
	EXPECT_STREQ(promised, value) {
		TH_LOG("%s: the argument after a call, %s", role, what);
	}
}

TEST_F(caller, argument_is_kept)
{
	struct optin_argument given = { .argsz = sizeof(given), .flags = optin_flag() };
	const char *role = variant->role, *seen;
	uint32_t bit = optin_reserved() & -optin_reserved();
	char *last;

	SUBJECT_NEEDED(&self->subject);
	check_kept(_metadata, &self->bar, role, self->pages, 4, optin_flag(),
		   contract_value("optin.bad_argsz"), "short");
	check_kept(_metadata, &self->bar, role, self->pages, 8, optin_flag() | bit,
		   contract_value("optin.bad_flags"), "unknown");
	check_kept(_metadata, &self->bar, role, self->pages, 8, optin_flag(), "ok", "given");

	/* A constant: a page that cannot be written to. */
	memcpy(self->pages, &given, sizeof(given));
	ASSERT_EQ(0, mprotect(self->pages, self->page, PROT_READ));
	seen = optin_call_at(self->bar.device, self->pages);
	observe(seen, "%s.caller.argument.read_only", role);
	EXPECT_STREQ("ok", seen);

	/* Nothing is there behind it. */
	last = self->pages + 2 * self->page - sizeof(given);
	memcpy(last, &given, sizeof(given));
	seen = optin_call_at(self->bar.device, last);
	observe(seen, "%s.caller.argument.at_the_end", role);
	EXPECT_STREQ("ok", seen);
	expect_state(_metadata, &self->bar, "opted", "after all calls");
}

static const char *opt_in(const void *bar)
{
	return optin_enable(((const struct bar *)bar)->device);
}

static const char *map_table(const void *argument)
{
	const struct bar *bar = argument;
	uint64_t start, length;

	bar_range(bar, BAR_TABLE, &start, &length);
	return bar_try(bar, start, length);
}

TEST_F(caller, without_rights)
{
	static const struct {
		const char *name;
		enum rights rights;
	} callers[] = {
		{ "nobody", RIGHTS_NOBODY }, { "no_capabilities", RIGHTS_NO_CAPABILITIES },
		{ "child", RIGHTS_ALL },
	};
	const char *seen;
	size_t i;

	SUBJECT_NEEDED(&self->subject);
	for (i = 0; i < sizeof(callers) / sizeof(callers[0]); i++) {
		seen = with_rights(callers[i].rights, opt_in, &self->bar);
		observe(seen, "%s.caller.rights.%s", variant->role, callers[i].name);
		EXPECT_STREQ("ok", seen) {
			TH_LOG("the opt-in by %s, who has the fd", callers[i].name);
		}
		expect_state(_metadata, &self->bar, "opted", callers[i].name);
	}
	seen = with_rights(RIGHTS_NOBODY, map_table, &self->bar);
	observe(seen, "%s.caller.rights.mmap_by_nobody", variant->role);
	EXPECT_STREQ(state_promise(&self->bar, "opted", "mmap.table"), seen);
}

static const char *legacy_call(const struct bar *bar, char *at, uint32_t argsz, uint32_t flags)
{
	struct optin_argument argument = { .argsz = argsz, .flags = flags };

	memcpy(at, &argument, sizeof(argument));
	return errno_name(legacy_ioctl(bar->device, optin_request(), at) ? errno : 0);
}

TEST_F(caller, of_32_bits)
{
	struct vfio_region_info *info = (void *)(self->pages + self->page), native;
	const char *lack, *seen;

	SUBJECT_NEEDED(&self->subject);
	lack = legacy_lacks();
	if (lack)
		SKIP(return, "%s", lack);
	seen = legacy_call(&self->bar, self->pages, 4, optin_flag());
	observe(seen, "%s.caller.legacy.short", variant->role);
	EXPECT_STREQ(contract_value("optin.bad_argsz"), seen);
	seen = legacy_call(&self->bar, self->pages, 8, optin_reserved() | optin_flag());
	observe(seen, "%s.caller.legacy.flags", variant->role);
	EXPECT_STREQ(contract_value("optin.bad_flags"), seen);
	expect_state(_metadata, &self->bar, "fresh", "after refused 32-bit calls");
	seen = legacy_call(&self->bar, self->pages, 8, optin_flag());
	observe(seen, "%s.caller.legacy.given", variant->role);
	EXPECT_STREQ("ok", seen);
	expect_state(_metadata, &self->bar, "opted", "after a 32-bit call");
	/* The other way to tell what a 32-bit program sees: its layout is the same. */
	native = *info = (struct vfio_region_info){
		.argsz = sizeof(native), .index = self->bar.index,
	};
	seen = errno_name(ioctl(self->bar.device, VFIO_DEVICE_GET_REGION_INFO, &native) ? errno :
			  legacy_ioctl(self->bar.device, VFIO_DEVICE_GET_REGION_INFO, info) ?
			  errno : 0);
	if (!strcmp(seen, "ok") && memcmp(&native, info, sizeof(native)))
		seen = "differs";
	observe(seen, "%s.caller.legacy.region_info", variant->role);
	EXPECT_STREQ("ok", seen);
}

/* As every library does that maps what it may before it knows of more. */
TEST_F(caller, after_mapping)
{
	struct { void *at; uint64_t start, length; } areas[2] = { 0 };
	static const enum bar_range ranges[] = { BAR_BEFORE, BAR_AFTER };
	unsigned int i, count = 0;
	const char *seen;
	uint32_t word;

	SUBJECT_NEEDED(&self->subject);
	for (i = 0; i < 2; i++) {
		if (!self->bar.mappable ||
		    !bar_range(&self->bar, ranges[i], &areas[count].start, &areas[count].length))
			continue;
		areas[count].at = bar_map(&self->bar, areas[count].start, areas[count].length);
		ASSERT_NE(MAP_FAILED, areas[count].at);
		EXPECT_TRUE(mapped_read32(areas[count].at, 0, &word));
		count++;
	}
	seen = optin_enable(self->bar.device);
	observe(seen, "%s.caller.mapped", variant->role);
	EXPECT_STREQ("ok", seen);
	expect_state(_metadata, &self->bar, "opted", "with areas mapped before");
	for (i = 0; i < count; i++) {
		EXPECT_TRUE(mapped_read32(areas[i].at, 0, &word));
		munmap(areas[i].at, areas[i].length);
	}
	expect_state(_metadata, &self->bar, "opted", "with those areas unmapped");
}

TEST_F(caller, twice)
{
	const char *seen;

	SUBJECT_NEEDED(&self->subject);
	EXPECT_STREQ("ok", optin_enable(self->bar.device));
	seen = optin_enable(self->bar.device);
	observe(seen, "%s.caller.twice", variant->role);
	EXPECT_STREQ("ok", seen);
	expect_state(_metadata, &self->bar, "opted", "given twice");
}

/* It is the device's until its last fd is closed. */
TEST_F(caller, by_another_fd)
{
	const char *seen;
	int other;

	SUBJECT_NEEDED(&self->subject);
	other = ioctl(self->subject.vfio.group, VFIO_GROUP_GET_DEVICE_FD, self->subject.bdf);
	if (other < 0)
		SKIP(return, "a second fd of the device: %s", errno_name(errno));
	EXPECT_STREQ("ok", optin_enable(other));
	seen = state_name(&self->bar, "opted");
	observe(seen, "%s.caller.other_fd", variant->role);
	EXPECT_STREQ("opted", seen);
	close(other);
	seen = state_name(&self->bar, "opted");
	observe(seen, "%s.caller.other_fd_closed", variant->role);
	EXPECT_STREQ("opted", seen);
}

static void check_armed(struct __test_metadata *_metadata, const struct subject *subject,
			const struct bar *bar, unsigned int index, const char *name, bool before)
{
	int event = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	const char *seen;

	if (!irq_count(bar->device, index)) {
		close(event);
		return;
	}
	EXPECT_EQ(0, irq_arm(bar->device, index, 0, 1, &event)) {
		TH_LOG("%s: %s", name, strerror(errno));
	}
	seen = before ? optin_enable(bar->device) : state_name(bar, "opted");
	EXPECT_STREQ(before ? "ok" : "opted", seen);
	irq_disarm(bar->device, index);
	if (!strcmp(seen, before ? "ok" : "opted"))
		seen = state_name(bar, "opted");
	observe(seen, "%s.caller.%s", subject->role, name);
	EXPECT_STREQ("opted", seen);
	close(event);
}

TEST_F(caller, with_interrupts)
{
	struct source source;
	const char *seen;

	SUBJECT_NEEDED(&self->subject);
	/* Once given under interrupts that are armed, then kept over others. */
	check_armed(_metadata, &self->subject, &self->bar, VFIO_PCI_MSIX_IRQ_INDEX, "msix", true);
	check_armed(_metadata, &self->subject, &self->bar, VFIO_PCI_MSI_IRQ_INDEX, "msi", false);
	check_armed(_metadata, &self->subject, &self->bar, VFIO_PCI_INTX_IRQ_INDEX, "intx", false);
	if (source_arm(&source, &self->subject))
		SKIP(return, "what this device does not raise by itself cannot be seen to come");
	seen = state_name(&self->bar, "opted");
	observe(seen, "%s.caller.armed", variant->role);
	EXPECT_STREQ("opted", seen);
	EXPECT_STREQ("ok", optin_enable(self->bar.device));
	seen = source_interrupt(&source, 0);
	observe(seen, "%s.caller.interrupt", variant->role);
	EXPECT_STREQ("ok", seen);
	source_disarm(&source);
	seen = state_name(&self->bar, "opted");
	observe(seen, "%s.caller.disarmed", variant->role);
	EXPECT_STREQ("opted", seen);
}

/* The device begins anew, its user does not. */
TEST_F(caller, outlives_a_reset)
{
	struct subject *subject = &self->subject;
	char error[VFIO_ERROR];
	const char *seen;

	SUBJECT_NEEDED(subject);
	/* Whether it can be reset is found out at the opening. */
	vfio_close(&subject->vfio);
	self->forbid = reset_allow(subject->bdf);
	ASSERT_EQ(0, vfio_open(&subject->vfio, subject->bdf, error)) {
		TH_LOG("%s", error);
	}
	ASSERT_EQ(0, pci_enable(subject->vfio.device));
	ASSERT_EQ(0, subject_bar(subject, subject->msix.table_bar, &self->bar));
	if (!reset_possible(subject->vfio.device))
		SKIP(return, "this device cannot be reset");
	EXPECT_STREQ("ok", optin_enable(self->bar.device));
	seen = errno_name(reset_device(self->bar.device) ? errno : 0);
	observe(seen, "%s.caller.reset", variant->role);
	EXPECT_STREQ("ok", seen);
	seen = state_name(&self->bar, "opted");
	observe(seen, "%s.caller.after_reset", variant->role);
	EXPECT_STREQ("opted", seen);
}

/* include/uapi/linux/vfio.h, of VFIO_DEVICE_FEATURE: what may be set can be probed as such, and not be got. */
TEST_F(caller, feature_operations)
{
	uint32_t index = optin_flag() & VFIO_DEVICE_FEATURE_MASK;
	const uint32_t get = VFIO_DEVICE_FEATURE_GET, set = VFIO_DEVICE_FEATURE_SET,
		       probe = VFIO_DEVICE_FEATURE_PROBE;
	const struct {
		const char *name;
		uint32_t operations;
		const char *promised;
	} calls[] = {
		{ "probe", probe, "ok" }, { "probe_set", probe | set, "ok" },
		{ "probe_get", probe | get, "EINVAL" }, { "get", get, "EINVAL" },
		{ "none", 0, "EINVAL" }, { "get_set", get | set, "EINVAL" },
		{ "probe_get_set", probe | get | set, "EINVAL" },
	};
	static const char * const states[] = { "fresh", "opted" };
	const char *seen;
	size_t i, state;

	SUBJECT_NEEDED(&self->subject);
	if (!contract_says("optin", "feature"))
		SKIP(return, "the opt-in is no feature");
	for (state = 0; state < 2; state++) {
		for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
			seen = optin_call(self->bar.device, sizeof(struct optin_argument),
					  calls[i].operations | index);
			observe(seen, "%s.caller.%sfeature.%s", variant->role,
				state ? "opted." : "", calls[i].name);
			EXPECT_STREQ(calls[i].promised, seen) {
				TH_LOG("%s, while %s", calls[i].name, states[state]);
			}
			expect_state(_metadata, &self->bar, states[state], calls[i].name);
		}
		EXPECT_STREQ("ok", optin_enable(self->bar.device));
	}
}

TEST_HARNESS_MAIN
