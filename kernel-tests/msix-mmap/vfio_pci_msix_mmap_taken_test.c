// SPDX-License-Identifier: GPL-2.0
/*
 * What takes the pages of a mapping away, and what a touch then gives: all of
 * it, in every process, before the device stops to answer. What no design
 * changes is compared with the unchanged kernel's answer (observe_same).
 *
 * taken.{e1000e,nvme}.
 *   by_decoding     <role>.taken.decoding.{pages,touch,process}, same.<role>.taken.decoding.again
 *   by_sleep        same.<role>.taken.sleep.{enter,pages,touch,pread,again}: D3hot, by config space;
 *                   <role>.taken.sleep.woken: what threads see that touch while it wakes up
 *   by_low_power    same.<role>.taken.power.{enter,pages,touch,pread,twice,exit,again}: the
 *                   device feature of v6.1; same.<role>.taken.power.{wakeup,no_event,exited}
 *   while_toggled   <role>.taken.toggled: threads touch while decoding goes off and on
 *   faults_at_once  <role>.taken.at_once: threads touch a new mapping at the same time
 * reset.		of nvme
 *   takes_all       nvme.reset.{touched,again}, same.nvme.reset.{said,pages,register,by_config,
 *                   by_config_pages,by_config_register}
 *   comes_with_the_close  same.nvme.reset.close, nvme.reset.close_opted: "reset" or "kept", which a user has
 *                   written into the device before
 */
#include "harness.h"

#include <errno.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include "access.h"
#include "feature.h"
#include "holds.h"
#include "mate.h"
#include "observe.h"
#include "optin.h"
#include "page.h"
#include "registers.h"
#include "reset.h"
#include "subject.h"
#include "toucher.h"

FIXTURE(taken) {
	struct subject subject;
	struct holds holds;
	struct mate mate;
	struct page page;	/* of a register that holds still */
	uint32_t value;
};

FIXTURE_VARIANT(taken) {
	const char *role;
};

FIXTURE_VARIANT_ADD(taken, e1000e) { .role = "e1000e" };
FIXTURE_VARIANT_ADD(taken, nvme) { .role = "nvme" };

/* One of any BAR whose page may be mapped. */
static bool map_register(const struct subject *subject, struct page *page, uint32_t *value)
{
	struct ordinary_register ordinary;
	struct bar bar;
	unsigned int i;

	for (i = 0; ordinary_register_at(subject, i, &ordinary); i++) {
		if (subject_bar(subject, ordinary.bar, &bar))
			continue;
		page_map(&bar, ordinary.offset, page);
		if (page->start != MAP_FAILED)
			return mapped_read32((void *)page->at, 0, value);
	}
	return false;
}

FIXTURE_SETUP(taken)
{
	self->mate = (struct mate){ .pid = -1, .socket = -1 };
	self->page.start = MAP_FAILED;
	self->holds.count = 0;
	SUBJECT_SETUP(&self->subject, variant->role);
	if (!map_register(&self->subject, &self->page, &self->value)) {
		subject_close(&self->subject);
		SKIP(return, "the page of no register can be mapped");
	}
	holds_take(&self->holds, &self->subject);
}

FIXTURE_TEARDOWN(taken)
{
	mate_end(&self->mate);
	page_unmap(&self->page);
	holds_drop(&self->holds);
	subject_close(&self->subject);
}

TEST_F(taken, by_decoding)
{
	int device = self->subject.vfio.device;
	const char *role = variant->role, *seen;

	SUBJECT_NEEDED(&self->subject);
	ASSERT_EQ(0, mate_start(&self->mate, &self->holds));
	ASSERT_EQ(0, pci_decode(device, false));
	seen = holds_pages(&self->holds);
	observe(seen, "%s.taken.decoding.pages", role);
	EXPECT_STREQ("none", seen);
	seen = holds_touch(&self->holds);
	observe(seen, "%s.taken.decoding.touch", role);
	EXPECT_STREQ("SIGBUS", seen);
	/* What it mapped itself. What it got by the fork is the copies program's. */
	seen = mate_touch(&self->mate, MATE_OWN);
	observe(seen, "%s.taken.decoding.process", role);
	EXPECT_STREQ("SIGBUS", seen);
	ASSERT_EQ(0, pci_decode(device, true));
	seen = holds_touch(&self->holds);
	observe_same(seen, "%s.taken.decoding.again", role);
	EXPECT_STREQ("kept", seen);
	EXPECT_STREQ("kept", mate_touch(&self->mate, MATE_OWN));
}

static void *wake_up(void *argument)
{
	const struct subject *subject = argument;

	return pci_sleep(subject->vfio.device, false) ? (void *)-1L : NULL;
}

/*
 * The kernel sleeps for 10 ms with the lock held that faults wait for, so that
 * all threads are in the fault handler when it lets go: also on one CPU.
 */
TEST_F(taken, by_sleep)
{
	int device = self->subject.vfio.device;
	const char *role = variant->role, *seen;
	struct toucher toucher;
	pthread_t thread;
	uint32_t value;
	struct bar bar;
	void *failed;

	SUBJECT_NEEDED(&self->subject);
	seen = errno_name(pci_sleep(device, true) ? errno : 0);
	observe_same(seen, "%s.taken.sleep.enter", role);
	if (strcmp(seen, "ok"))
		SKIP(return, "the device has no power management: %s", seen);
	observe_same(holds_pages(&self->holds), "%s.taken.sleep.pages", role);
	observe_same(holds_touch(&self->holds), "%s.taken.sleep.touch", role);
	ASSERT_EQ(0, subject_bar(&self->subject, 0, &bar));
	observe_same(errno_name(bar_read32(&bar, 0, &value) ? errno : 0),
		     "%s.taken.sleep.pread", role);
	ASSERT_EQ(0, pthread_create(&thread, NULL, wake_up, &self->subject));
	/* Until the waker has the lock. */
	usleep(2000);
	ASSERT_EQ(0, toucher_start(&toucher, self->page.at, self->value, TOUCHERS));
	ASSERT_EQ(0, pthread_join(thread, &failed));
	EXPECT_EQ(NULL, failed);
	seen = toucher_stop(&toucher);
	observe(seen, "%s.taken.sleep.woken", role);
	EXPECT_STREQ("consistent", seen);
	seen = holds_touch(&self->holds);
	observe_same(seen, "%s.taken.sleep.again", role);
	EXPECT_STREQ("kept", seen);
}

TEST_F(taken, by_low_power)
{
	int device = self->subject.vfio.device, event;
	const char *role = variant->role, *seen;
	struct { int32_t event; uint32_t reserved; } wakeup = { .event = -1 };
	uint32_t value;
	struct bar bar;

	SUBJECT_NEEDED(&self->subject);
	ASSERT_EQ(0, subject_bar(&self->subject, 0, &bar));
	seen = feature_set(device, FEATURE_LOW_POWER_ENTRY, NULL, 0);
	observe_same(seen, "%s.taken.power.enter", role);
	if (!strcmp(seen, "ENOTTY"))
		SKIP(return, "this kernel has no such feature");
	EXPECT_STREQ("ok", seen);
	seen = holds_pages(&self->holds);
	observe_same(seen, "%s.taken.power.pages", role);
	EXPECT_STREQ("none", seen);
	seen = holds_touch(&self->holds);
	observe_same(seen, "%s.taken.power.touch", role);
	EXPECT_STREQ("SIGBUS", seen);
	observe_same(errno_name(bar_read32(&bar, 0, &value) ? errno : 0),
		     "%s.taken.power.pread", role);
	observe_same(feature_set(device, FEATURE_LOW_POWER_ENTRY, NULL, 0),
		     "%s.taken.power.twice", role);
	seen = feature_set(device, FEATURE_LOW_POWER_EXIT, NULL, 0);
	observe_same(seen, "%s.taken.power.exit", role);
	EXPECT_STREQ("ok", seen);
	seen = holds_touch(&self->holds);
	observe_same(seen, "%s.taken.power.again", role);
	EXPECT_STREQ("kept", seen);

	observe_same(feature_set(device, FEATURE_LOW_POWER_ENTRY_WITH_WAKEUP, &wakeup,
				 sizeof(wakeup)), "%s.taken.power.no_event", role);
	event = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	wakeup.event = event;
	seen = feature_set(device, FEATURE_LOW_POWER_ENTRY_WITH_WAKEUP, &wakeup, sizeof(wakeup));
	observe_same(seen, "%s.taken.power.wakeup", role);
	EXPECT_STREQ("SIGBUS", holds_touch(&self->holds));
	EXPECT_STREQ("ok", feature_set(device, FEATURE_LOW_POWER_EXIT, NULL, 0));
	seen = holds_touch(&self->holds);
	observe_same(seen, "%s.taken.power.exited", role);
	EXPECT_STREQ("kept", seen);
	close(event);
}

#define TOGGLES 40

TEST_F(taken, while_toggled)
{
	int device = self->subject.vfio.device, i;
	struct toucher toucher;
	const char *seen;

	SUBJECT_NEEDED(&self->subject);
	ASSERT_EQ(0, toucher_start(&toucher, self->page.at, self->value, 2));
	for (i = 0; i < TOGGLES; i++) {
		EXPECT_EQ(0, pci_decode(device, i & 1));
		/* Who is in a fault goes on before the next one. */
		sched_yield();
	}
	seen = toucher_stop(&toucher);
	observe(seen, "%s.taken.toggled", variant->role);
	EXPECT_STREQ("consistent", seen);
	EXPECT_STREQ("kept", holds_touch(&self->holds));
}

#define AT_ONCE 30

struct at_once {
	pthread_barrier_t barrier;
	void *volatile start;
	uint32_t value[TOUCHERS];
	bool read[TOUCHERS];
	unsigned int next;
};

static void *fault_at_once(void *argument)
{
	struct at_once *at_once = argument;
	unsigned int own = __atomic_fetch_add(&at_once->next, 1, __ATOMIC_RELAXED);
	int i;

	for (i = 0; i < AT_ONCE; i++) {
		pthread_barrier_wait(&at_once->barrier);
		at_once->read[own] = mapped_read32(at_once->start, 0, &at_once->value[own]);
		pthread_barrier_wait(&at_once->barrier);
	}
	return NULL;
}

/* Whoever comes second finds the page there, which is no mistake: VM_FAULT_NOPAGE. */
TEST_F(taken, faults_at_once)
{
	const struct hold *hold = &self->holds.hold[0];
	pthread_t threads[TOUCHERS];
	struct at_once at_once = { 0 };
	bool all = true;
	uint32_t value;
	int i, j;

	SUBJECT_NEEDED(&self->subject);
	ASSERT_LT(0U, self->holds.count);
	ASSERT_TRUE(mapped_read32(hold->start, 0, &value));
	ASSERT_EQ(0, pthread_barrier_init(&at_once.barrier, NULL, TOUCHERS + 1));
	for (i = 0; i < TOUCHERS; i++)
		ASSERT_EQ(0, pthread_create(&threads[i], NULL, fault_at_once, &at_once));
	for (i = 0; i < AT_ONCE; i++) {
		at_once.start = bar_map(&hold->bar, hold->offset, hold->length);
		ASSERT_NE(MAP_FAILED, at_once.start);
		pthread_barrier_wait(&at_once.barrier);
		pthread_barrier_wait(&at_once.barrier);
		munmap(at_once.start, hold->length);
		for (j = 0; j < TOUCHERS; j++)
			all &= at_once.read[j];
	}
	for (i = 0; i < TOUCHERS; i++)
		pthread_join(threads[i], NULL);
	observe(all ? "ok" : "SIGBUS", "%s.taken.at_once", variant->role);
	EXPECT_TRUE(all);
}

/*
 * Of nvme's registers one that a reset clears in QEMU, which keeps what was written into the others: a
 * controller that is enabled (CC.EN) without queues says so by CSTS.CFS, 3.1.3.6 of the NVMe Base Specification.
 */
#define NVME_CC 0x14
#define NVME_CC_ENABLE 1
#define NVME_CSTS 0x1c

FIXTURE(reset) {
	struct subject subject;
	struct holds holds;
	struct page page;
	struct bar bar;
	uint32_t value;
	bool forbid;
};

/* Whether it can be reset is found out at the opening, by a reset. */
FIXTURE_SETUP(reset)
{
	self->page.start = MAP_FAILED;
	self->holds.count = 0;
	if (subject_bdf("nvme"))
		self->forbid = reset_allow(subject_bdf("nvme"));
	SUBJECT_SETUP(&self->subject, "nvme");
	ASSERT_EQ(0, subject_bar(&self->subject, 0, &self->bar));
	if (!map_register(&self->subject, &self->page, &self->value)) {
		subject_close(&self->subject);
		SKIP(return, "the page of no register can be mapped");
	}
	holds_take(&self->holds, &self->subject);
}

FIXTURE_TEARDOWN(reset)
{
	page_unmap(&self->page);
	holds_drop(&self->holds);
	if (self->forbid)
		reset_forbid(subject_bdf("nvme"));
	subject_close(&self->subject);
}

static int enable_in_vain(const struct bar *bar)
{
	return bar_write32(bar, NVME_CC, 0) || bar_write32(bar, NVME_CC, NVME_CC_ENABLE);
}

static const char *reset_seen(const struct bar *bar)
{
	uint32_t value = 0;

	return bar_read32(bar, NVME_CSTS, &value) ? errno_name(errno) : value ? "kept" : "reset";
}

/* A reset stops the device, so nobody may reach it until it is over: a thread tries to all the time. */
TEST_F(reset, takes_all)
{
	int device = self->subject.vfio.device;
	struct toucher toucher;
	const char *seen;

	SUBJECT_NEEDED(&self->subject);
	if (!reset_possible(device))
		SKIP(return, "this device cannot be reset");
	EXPECT_EQ(0, enable_in_vain(&self->bar));
	EXPECT_STREQ("kept", reset_seen(&self->bar));
	ASSERT_EQ(0, toucher_start(&toucher, self->page.at, self->value, 1));
	seen = errno_name(reset_device(device) ? errno : 0);
	observe_same(seen, "nvme.reset.said");
	EXPECT_STREQ("ok", seen);
	seen = toucher_stop(&toucher);
	observe(seen, "nvme.reset.touched");
	EXPECT_STREQ("consistent", seen);
	/* The thread has brought its own page back. */
	seen = holds_pages(&self->holds);
	observe_same(seen, "nvme.reset.pages");
	EXPECT_STREQ("none", seen);
	EXPECT_EQ(0, pci_enable(device));
	seen = reset_seen(&self->bar);
	observe_same(seen, "nvme.reset.register");
	EXPECT_STREQ("reset", seen);
	seen = holds_touch(&self->holds);
	observe(seen, "nvme.reset.again");
	EXPECT_STREQ("kept", seen);
	/* And by a bit in config space, which vfio keeps for itself. */
	EXPECT_EQ(0, enable_in_vain(&self->bar));
	EXPECT_STREQ("all", holds_pages(&self->holds));
	seen = errno_name(pci_function_reset(device) ? errno : 0);
	observe_same(seen, "nvme.reset.by_config");
	seen = holds_pages(&self->holds);
	observe_same(seen, "nvme.reset.by_config_pages");
	EXPECT_EQ(0, pci_enable(device));
	observe_same(reset_seen(&self->bar), "nvme.reset.by_config_register");
	EXPECT_STREQ("kept", holds_touch(&self->holds));
	EXPECT_EQ(0, bar_write32(&self->bar, NVME_CC, 0));
}

/* What of a user who leaves is there for the next one, where no reset comes with the opening. */
static const char *left_for_the_next(struct __test_metadata *_metadata,
				     FIXTURE_DATA(reset) *self, bool opt)
{
	const char *bdf = self->subject.bdf, *seen;
	char error[VFIO_ERROR];

	EXPECT_EQ(0, enable_in_vain(&self->bar));
	if (opt)
		EXPECT_STREQ(optin_given(self->bar.mappable),
			     optin_enable(self->subject.vfio.device));
	page_unmap(&self->page);
	holds_drop(&self->holds);
	vfio_close(&self->subject.vfio);
	reset_forbid(bdf);
	self->subject.open = false;
	ASSERT_EQ(0, subject_open(&self->subject, "nvme", error)) {
		TH_LOG("%s", error);
	}
	ASSERT_EQ(0, subject_bar(&self->subject, 0, &self->bar));
	seen = reset_seen(&self->bar);
	subject_close(&self->subject);
	reset_allow(bdf);
	ASSERT_EQ(0, subject_open(&self->subject, "nvme", error)) {
		TH_LOG("%s", error);
	}
	ASSERT_EQ(0, subject_bar(&self->subject, 0, &self->bar));
	return seen;
}

/* What the device was told by one user, no other may find: whatever that one has asked for. */
TEST_F(reset, comes_with_the_close)
{
	const char *seen;

	SUBJECT_NEEDED(&self->subject);
	if (!self->forbid)
		SKIP(return, "this kernel resets at each opening, too");
	seen = left_for_the_next(_metadata, self, false);
	observe_same(seen, "nvme.reset.close");
	EXPECT_STREQ("reset", seen);
	if (!optin_exists())
		return;
	seen = left_for_the_next(_metadata, self, true);
	observe(seen, "nvme.reset.close_opted");
	EXPECT_STREQ("reset", seen);
}

TEST_HARNESS_MAIN
