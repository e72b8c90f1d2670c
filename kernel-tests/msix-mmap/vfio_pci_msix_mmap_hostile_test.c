// SPDX-License-Identifier: GPL-2.0
/*
 * A hostile user: boundary and random arguments, for a bounded number of
 * rounds, to all that takes arguments. Nothing may succeed that the contract
 * excludes, the device has to work afterwards, and the memory has to be back.
 * The seed is printed; $KPW_SEED repeats a run.
 *
 * hostile.{e1000e,nvme,plain}.
 *   gets_no_further        <role>.hostile.{region_info,mmap,optin,set_irqs}: "held" or the
 *                          first call that did what it must not; <role>.hostile.after
 *   takes_no_memory        <role>.hostile.memory: "kept" or "lost"; measures
 *                          <role>.hostile.{region_info,mmap,optin}.bytes_a_call
 *   fills_no_log           <role>.hostile.log: "quiet", or "floods" where refused calls are logged one by one
 */
#include "harness.h"

#include <errno.h>
#include <linux/vfio.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bar.h"
#include "caches.h"
#include "contract.h"
#include "irq.h"
#include "log.h"
#include "observe.h"
#include "optin.h"
#include "random.h"
#include "rcu.h"
#include "region.h"
#include "registers.h"
#include "slab.h"
#include "source.h"
#include "state.h"
#include "subject.h"

#define TEXT 160
/* About a tenth of a second for a role, on an emulated CPU. */
#define ROUNDS 300

FIXTURE(hostile) {
	struct subject subject;
	struct bar bar;
	uint64_t seed;
	char fault[TEXT];
};

FIXTURE_VARIANT(hostile) {
	const char *role;
};

FIXTURE_VARIANT_ADD(hostile, e1000e) { .role = "e1000e" };
FIXTURE_VARIANT_ADD(hostile, nvme) { .role = "nvme" };
FIXTURE_VARIANT_ADD(hostile, plain) { .role = "plain" };

FIXTURE_SETUP(hostile)
{
	const struct msix *msix = &self->subject.msix;

	SUBJECT_SETUP(&self->subject, variant->role);
	ASSERT_EQ(0, subject_bar(&self->subject, msix->present ? msix->table_bar : 0,
				 &self->bar));
	self->seed = random_seed();
	printf("# %s: KPW_SEED=%llu\n", variant->role, (unsigned long long)self->seed);
}

FIXTURE_TEARDOWN(hostile)
{
	subject_close(&self->subject);
}

#define HELD(fault) (*(fault) ? (fault) : "held")

/* Only regions that there are, and only with room for the struct. */
static void try_region_info(int device, uint64_t *state, char *fault)
{
	union {
		struct vfio_region_info info;
		unsigned char room[256];
	} buffer = { 0 };
	struct vfio_region_info *info = &buffer.info;
	uint32_t argsz = random_edge(state, sizeof(*info));
	uint32_t index = random_edge(state, VFIO_PCI_NUM_REGIONS);

	info->argsz = argsz > sizeof(buffer) && random_below(state, 2) ? sizeof(buffer) : argsz;
	argsz = info->argsz;
	info->index = index;
	/* What it is told of the room must be so: the kernel writes as far as that. */
	if (argsz > sizeof(buffer))
		return;
	if (ioctl(device, VFIO_DEVICE_GET_REGION_INFO, info))
		return;
	if (argsz < sizeof(*info) || index >= VFIO_PCI_NUM_REGIONS)
		snprintf(fault, TEXT, "index=%u,argsz=%u", index, argsz);
	else if (info->cap_offset && info->cap_offset >= argsz)
		snprintf(fault, TEXT, "index=%u,argsz=%u,cap_offset=%u", index, argsz,
			 info->cap_offset);
}

/* The contract's word on a range: all of it in the BAR, and none of it what must not be mapped. */
static bool may_be_mapped(const struct bar *bar, uint64_t start, uint64_t length, bool shared)
{
	uint64_t page = sysconf(_SC_PAGESIZE), end = (bar->size + page - 1) / page * page;

	if (!shared || !bar->mappable || start >= end || length > end - start)
		return false;
	if (bar->table_start == bar->table_end || start >= bar->table_end ||
	    start + length <= bar->table_start)
		return true;
	return !strcmp(state_promise(bar, "fresh", "mmap.table"), "ok");
}

static void try_mmap(const struct bar *bar, uint64_t *state, char *fault)
{
	uint64_t page = sysconf(_SC_PAGESIZE), pages = (bar->size + page - 1) / page;
	/* A BAR of edu has 256 pages, of which its ends are what matters. */
	uint64_t start = (random_below(state, 2) ? random_below(state, pages + 2) :
			  pages - 1 - random_below(state, pages < 4 ? pages : 4)) * page;
	uint64_t length = (1 + random_below(state, pages < 4 ? pages + 1 : 5)) * page;
	bool shared = random_below(state, 8);
	bool promised = may_be_mapped(bar, start, length, shared);
	void *mapping;

	mapping = mmap(NULL, length, PROT_READ, shared ? MAP_SHARED : MAP_PRIVATE, bar->device,
		       bar->offset + start);
	if ((mapping != MAP_FAILED) != promised)
		snprintf(fault, TEXT, "start=0x%llx,length=0x%llx%s:%s",
			 (unsigned long long)start, (unsigned long long)length,
			 shared ? "" : ",private",
			 mapping == MAP_FAILED ? errno_name(errno) : "ok");
	if (mapping != MAP_FAILED)
		munmap(mapping, length);
}

/* Beyond all BARs: no region there can be mapped, whatever the number says. */
static void try_mmap_elsewhere(const struct bar *bar, uint64_t *state, char *fault)
{
	uint64_t region = VFIO_PCI_ROM_REGION_INDEX + random_below(state, 64);
	uint64_t page = sysconf(_SC_PAGESIZE), step = 1ULL << 40;
	void *mapping = mmap(NULL, page, PROT_READ, MAP_SHARED, bar->device, region * step);

	if (mapping == MAP_FAILED)
		return;
	snprintf(fault, TEXT, "region=%llu", (unsigned long long)region);
	munmap(mapping, page);
}

/*
 * A call that opts in, of whatever arguments, must have room and no flag
 * without a meaning. Of a feature's flags the index stays: other features
 * would put the device to sleep.
 */
static void try_optin(int device, uint64_t *state, char *fault)
{
	uint32_t argsz = random_edge(state, sizeof(struct optin_argument));
	uint32_t others = random_next(state) & optin_reserved() & random_next(state);
	/* One mistake at a time as well: with a wrong flag beside it, a wrong argsz would hardly be met. */
	uint32_t flags = optin_flag() ^ (random_below(state, 2) ? others : 0);
	const char *seen = optin_call(device, argsz, flags);

	if (!strcmp(seen, "ok") &&
	    (argsz < sizeof(struct optin_argument) || flags & optin_reserved()))
		snprintf(fault, TEXT, "argsz=%u,flags=0x%x", argsz, flags);
}

static void try_set_irqs(const struct subject *subject, uint64_t *state, int event, char *fault)
{
	static const uint32_t data[] = {
		VFIO_IRQ_SET_DATA_NONE, VFIO_IRQ_SET_DATA_BOOL, VFIO_IRQ_SET_DATA_EVENTFD, 7,
	};
	struct {
		struct vfio_irq_set set;
		int32_t data[64];
	} call = { 0 };
	struct vfio_irq_set *set = &call.set;
	unsigned int i;

	for (i = 0; i < 64; i++)
		call.data[i] = random_below(state, 4) ? event : -1;
	set->argsz = random_below(state, 4) ? sizeof(call) : random_below(state, sizeof(call));
	set->index = random_below(state, 2) ? VFIO_PCI_MSIX_IRQ_INDEX :
					      random_edge(state, VFIO_PCI_NUM_IRQS);
	set->start = random_edge(state, 4);
	set->count = random_edge(state, subject->msix.entries);
	set->flags = data[random_below(state, 4)] | 1 << (3 + random_below(state, 4));
	if (ioctl(subject->vfio.device, VFIO_DEVICE_SET_IRQS, set))
		return;
	if (set->argsz < sizeof(*set) || set->index >= VFIO_PCI_NUM_IRQS ||
	    (set->index == VFIO_PCI_MSIX_IRQ_INDEX &&
	     (uint64_t)set->start + set->count > subject->msix.entries))
		snprintf(fault, TEXT, "index=%u,start=%u,count=%u,argsz=%u,flags=0x%x", set->index,
			 set->start, set->count, set->argsz, set->flags);
}

static void silence(int device)
{
	unsigned int index;

	for (index = 0; index < VFIO_PCI_NUM_IRQS; index++) {
		struct vfio_irq_set set = {
			.argsz = sizeof(set), .index = index,
			.flags = VFIO_IRQ_SET_DATA_NONE | VFIO_IRQ_SET_ACTION_TRIGGER,
		};

		ioctl(device, VFIO_DEVICE_SET_IRQS, &set);
	}
}

/* As good as new: interrupts from the device that can raise them, registers from the others. */
static const char *still_works(const struct subject *subject, const struct bar *bar)
{
	struct ordinary_register ordinary;
	struct source source;
	const char *seen;
	uint32_t value;

	if (!ordinary_register_at(subject, 0, &ordinary))
		return "no_register";
	if (bar_read32(bar, bar->index == ordinary.bar ? ordinary.offset : 0, &value))
		return errno_name(errno);
	if (strcmp(subject->role, "e1000e"))
		return "ok";
	if (source_arm(&source, subject))
		return errno_name(errno);
	seen = source_interrupt(&source, 1);
	source_disarm(&source);
	return seen;
}

TEST_F(hostile, gets_no_further)
{
	const struct subject *subject = &self->subject;
	const char *role = variant->role, *seen;
	int device = subject->vfio.device, event, i;
	uint64_t state = self->seed;

	SUBJECT_NEEDED(subject);
	for (i = 0; i < ROUNDS; i++)
		try_region_info(device, &state, self->fault);
	observe(HELD(self->fault), "%s.hostile.region_info", role);
	EXPECT_STREQ("", self->fault);

	*self->fault = '\0';
	for (i = 0; i < ROUNDS; i++)
		try_mmap(&self->bar, &state, self->fault);
	for (i = 0; i < ROUNDS / 4; i++)
		try_mmap_elsewhere(&self->bar, &state, self->fault);
	observe(HELD(self->fault), "%s.hostile.mmap", role);
	EXPECT_STREQ("", self->fault);

	*self->fault = '\0';
	event = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	for (i = 0; i < ROUNDS / 4; i++)
		try_set_irqs(subject, &state, event, self->fault);
	silence(device);
	close(event);
	observe(HELD(self->fault), "%s.hostile.set_irqs", role);
	EXPECT_STREQ("", self->fault);

	*self->fault = '\0';
	for (i = 0; optin_exists() && i < ROUNDS; i++)
		try_optin(device, &state, self->fault);
	observe(HELD(self->fault), "%s.hostile.optin", role);
	EXPECT_STREQ("", self->fault);

	seen = still_works(subject, &self->bar);
	observe(seen, "%s.hostile.after", role);
	EXPECT_STREQ("ok", seen);
}

static void call_region_info(const struct bar *bar)
{
	free(region_info(bar->device, bar->index));
}

static void call_mmap(const struct bar *bar)
{
	uint64_t start, length;

	if (bar_range(bar, BAR_WHOLE, &start, &length))
		bar_try(bar, start, length);
	if (bar_range(bar, BAR_AFTER, &start, &length))
		bar_try(bar, start, length);
}

static void call_optin(const struct bar *bar)
{
	if (!optin_exists())
		return;
	optin_enable(bar->device);
	optin_call(bar->device, 0, 0);
	optin_call(bar->device, sizeof(struct optin_argument), optin_reserved());
}

#define LEAK_CALLS 500
/* Where each object is counted, and none waits in a cache of its CPU. */
#define LEAK_CALLS_EXACT 60
/* The smallest thing that kmalloc() gives is 8 bytes; caches of each CPU come and go in pages. */
#define LEAK_BYTES 16
#define LEAK_TRIES 3

/*
 * From v6.1 on the tree of a process's mappings is made of nodes that are freed
 * by RCU (lib/maple_tree.c): what a loop of calls has left behind is not lost,
 * it waits for the end of a grace period.
 */
#define LEAK_WAIT 30

static int leak_calls(void)
{
	return caches_exact() ? LEAK_CALLS_EXACT : LEAK_CALLS;
}

static double bytes_a_call(const struct bar *bar, void (*call)(const struct bar *),
			   bool settled)
{
	const int calls = leak_calls();
	long before, after;
	int i;

	/* The first calls fill caches. */
	for (i = 0; i < calls / 8; i++)
		call(bar);
	if (settled)
		rcu_wait(LEAK_WAIT);
	before = slab_bytes();
	for (i = 0; i < calls; i++)
		call(bar);
	if (settled)
		rcu_wait(LEAK_WAIT);
	after = slab_bytes() - slab_grain();
	return after > before ? (double)(after - before) / calls : 0;
}

static int by_size(const void *a, const void *b)
{
	const double *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

/*
 * What somebody else gives back meanwhile hides a leak, once: that nothing is
 * lost has to be seen each time.
 */
static double suspected_bytes_a_call(const struct bar *bar, void (*call)(const struct bar *))
{
	double bytes, most = 0;
	int i;

	for (i = 0; i < LEAK_TRIES && most <= LEAK_BYTES; i++) {
		bytes = bytes_a_call(bar, call, false);
		if (bytes > most)
			most = bytes;
	}
	return most;
}

/* Somebody else takes memory now, or gives it back: a leak is there most of the times. */
static double settled_bytes_a_call(const struct bar *bar, void (*call)(const struct bar *))
{
	double bytes[LEAK_TRIES];
	int i;

	for (i = 0; i < LEAK_TRIES; i++)
		bytes[i] = bytes_a_call(bar, call, true);
	qsort(bytes, LEAK_TRIES, sizeof(bytes[0]), by_size);
	return bytes[LEAK_TRIES / 2];
}

TEST_F(hostile, takes_no_memory)
{
	static const struct {
		const char *name;
		void (*call)(const struct bar *bar);
	} calls[] = {
		{ "region_info", call_region_info }, { "mmap", call_mmap }, { "optin", call_optin },
	};
	const char *seen = "kept";
	double bytes;
	char key[64];
	size_t i;

	SUBJECT_NEEDED(&self->subject);
	/* It comes with KASAN, which holds back what was freed. */
	if (!access("/sys/kernel/debug/kmemleak", F_OK))
		SKIP(return, "kmemleak looks for what is lost, at the end of the cell");
	if (slab_bytes() < 0)
		SKIP(return, "this kernel does not say what it has allocated");
	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		bytes = suspected_bytes_a_call(&self->bar, calls[i].call);
		if (bytes > LEAK_BYTES)
			bytes = settled_bytes_a_call(&self->bar, calls[i].call);
		snprintf(key, sizeof(key), "%s.hostile.%s.bytes_a_call", variant->role,
			 calls[i].name);
		measure(key, bytes, "bytes", leak_calls());
		EXPECT_GE(LEAK_BYTES, bytes) {
			TH_LOG("%s: %.0f bytes a call", calls[i].name, bytes);
		}
		if (bytes > LEAK_BYTES)
			seen = "lost";
	}
	observe(seen, "%s.hostile.memory", variant->role);
}

#define REFUSALS 50

/* Nobody may fill the machine's log, and so its disk, by asking for what is refused. */
TEST_F(hostile, fills_no_log)
{
	const struct msix *msix = &self->subject.msix;
	int device = self->subject.vfio.device, log = log_open(), lines, i, nothing = -1;
	uint64_t page = sysconf(_SC_PAGESIZE), table = msix->table_offset / page * page;
	uint32_t value = 0;
	const char *seen;

	SUBJECT_NEEDED(&self->subject);
	if (log < 0)
		SKIP(return, "the kernel's log cannot be read: %s", errno_name(errno));
	for (i = 0; i < REFUSALS; i++) {
		void *mapping = bar_map(&self->bar, table, page);

		if (mapping != MAP_FAILED)
			munmap(mapping, page);
		bar_map(&self->bar, (self->bar.size + page - 1) / page * page, page);
		ioctl(device, _IO(VFIO_TYPE, VFIO_BASE + 90), NULL);
		irq_arm(device, VFIO_PCI_MSIX_IRQ_INDEX, 0, 1, &nothing);
		irq_arm(device, VFIO_PCI_NUM_IRQS, 0, 1, &nothing);
		if (pread(device, &value, 4, self->bar.offset + self->bar.size) < 0 &&
		    pwrite(device, &value, 4, self->bar.offset + self->bar.size) < 0)
			optin_call_at(device, NULL);
	}
	lines = log_lines(log);
	close(log);
	seen = lines < REFUSALS / 2 ? "quiet" : "floods";
	observe(seen, "%s.hostile.log", variant->role);
	EXPECT_STREQ("quiet", seen) {
		TH_LOG("%d lines for %d calls of a kind", lines, REFUSALS);
	}
}

TEST_HARNESS_MAIN
