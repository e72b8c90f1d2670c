// SPDX-License-Identifier: GPL-2.0
/*
 * Memory that runs out: each allocation of each call in turn fails, until the
 * call gets through without one that does. A call that fails has to say so by
 * an errno that stands for it, and to leave nothing behind: region info stays
 * as it was, and the same call then succeeds. Only on kernels with fail-nth.
 *
 * The paths are vfio's: what it calls in the kernel's core has mistakes of its
 * own where memory runs out, which would end every cell. ACPI uses what it has
 * freed as it looks for a device's INTx, and /proc/irq warns of files that it
 * could not make. So the device is enabled beforehand, and of vectors that are
 * set up for the first time only the first allocation fails, which is vfio's.
 *
 * fault.nvme.
 *   leaves_nothing_behind  nvme.fault.{open,info,region_info,set_irqs,rearm,mmap,optin}:
 *                          "held" or the first fault that was not answered so; measures
 *                          nvme.fault.{...}.allocations, how many there were to fail
 */
#include "harness.h"

#include <errno.h>
#include <linux/vfio.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bar.h"
#include "fault.h"
#include "file.h"
#include "irq.h"
#include "observe.h"
#include "optin.h"
#include "region.h"
#include "subject.h"

#define TEXT 160
/* Far above any call's allocations: one that never gets through is in a loop. */
#define FAULTS_MAX 1000
#define VECTORS 2

/* What a call works on; its device is opened for each fault. */
struct trial {
	struct subject *subject;
	struct bar bar;
	int events[2 * VECTORS];
	unsigned char info[512];	/* what a call said of the region */
	void *mapping;
	uint64_t length;
};

/* Calls return 0, or -1 with errno. */
struct call {
	const char *name;
	int (*make)(struct trial *trial);
	int (*before)(struct trial *trial);	/* without a fault */
	int also;		/* what stands for lack of memory beside ENOMEM */
	unsigned int most;	/* faults; 0: until it gets through */
};

static int device_open(struct trial *trial)
{
	struct vfio *vfio = &trial->subject->vfio;

	vfio->device = ioctl(vfio->group, VFIO_GROUP_GET_DEVICE_FD, trial->subject->bdf);
	trial->bar.device = vfio->device;
	return vfio->device < 0 ? -1 : 0;
}

static void device_close(struct trial *trial)
{
	struct vfio *vfio = &trial->subject->vfio;

	if (trial->mapping)
		munmap(trial->mapping, trial->length);
	trial->mapping = NULL;
	if (vfio->device < 0)
		return;
	optin_settle(vfio->device);
	close(vfio->device);
	vfio->device = -1;
}

static int call_info(struct trial *trial)
{
	struct vfio_device_info info = { .argsz = sizeof(info) };

	return ioctl(trial->bar.device, VFIO_DEVICE_GET_INFO, &info);
}

static int call_region_info(struct trial *trial)
{
	struct vfio_region_info *info = (void *)trial->info;

	memset(trial->info, 0, sizeof(trial->info));
	info->argsz = sizeof(trial->info);
	info->index = trial->bar.index;
	return ioctl(trial->bar.device, VFIO_DEVICE_GET_REGION_INFO, info);
}

static int call_set_irqs(struct trial *trial)
{
	return irq_arm(trial->bar.device, VFIO_PCI_MSIX_IRQ_INDEX, 0, VECTORS, trial->events);
}

/* Other eventfds for the same vectors. */
static int call_rearm(struct trial *trial)
{
	return irq_arm(trial->bar.device, VFIO_PCI_MSIX_IRQ_INDEX, 0, VECTORS,
		       trial->events + VECTORS);
}

static int call_mmap(struct trial *trial)
{
	uint64_t start;
	void *mapping;

	/* What every design lets be mapped. */
	if (!bar_range(&trial->bar, BAR_BEFORE, &start, &trial->length) &&
	    !bar_range(&trial->bar, BAR_AFTER, &start, &trial->length)) {
		errno = ENXIO;
		return -1;
	}
	mapping = bar_map(&trial->bar, start, trial->length);
	if (mapping == MAP_FAILED)
		return -1;
	trial->mapping = mapping;
	/* Since v5.8 pages are mapped by a fault, which allocates as well, and is taken again. */
	*(volatile uint32_t *)mapping;
	return 0;
}

static int call_optin(struct trial *trial)
{
	struct optin_argument argument = { .argsz = sizeof(argument), .flags = optin_flag() };

	return ioctl(trial->bar.device, optin_request(), &argument);
}

static const struct call calls[] = {
	{ .name = "open", .make = device_open },
	{ .name = "info", .make = call_info },
	{ .name = "region_info", .make = call_region_info },
	{ .name = "set_irqs", .make = call_set_irqs, .most = 1 },
	{ .name = "rearm", .make = call_rearm, .before = call_set_irqs },
	/* pci_request_selected_regions() knows one errno: EBUSY. */
	{ .name = "mmap", .make = call_mmap, .also = EBUSY },
	{ .name = "optin", .make = call_optin },
};

/*
 * Takes the device from its driver to enable it, or to undo that: one more user
 * of pci_enable_device(), with which vfio's own call has nothing left to do.
 */
static int keep_enabled(const char *bdf, bool on)
{
	char path[96];
	int failed;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/enable", bdf);
	if (file_write("/sys/bus/pci/drivers/vfio-pci/unbind", bdf))
		return -1;
	failed = file_write(path, on ? "1" : "0");
	/* Its driver has it again, whatever happened. */
	return file_write("/sys/bus/pci/drivers_probe", bdf) || failed ? -1 : 0;
}

/* As a user sees the region who knows nothing of faults. */
static bool same_region(struct trial *trial, const unsigned char *reference)
{
	return !call_region_info(trial) &&
	       !memcmp(trial->info, reference, sizeof(trial->info));
}

/* A device that was just opened, and is ready for the call. */
static int prepare(const struct call *call, struct trial *trial)
{
	if (device_open(trial) || pci_enable(trial->bar.device))
		return -1;
	return call->before ? call->before(trial) : 0;
}

/*
 * One fault in a device that was just opened, or in opening it. True when the
 * call had the n-th allocation, to fail.
 */
static bool try_fault(const struct call *call, struct trial *trial, unsigned int n,
		      const unsigned char *before, const unsigned char *after, char *wrong)
{
	bool opens = call->make == device_open, injected;
	int result, error;

	if (!opens && prepare(call, trial)) {
		snprintf(wrong, TEXT, "%u:reopen:%s", n, errno_name(errno));
		device_close(trial);
		return false;
	}
	fault_arm(n);
	result = call->make(trial);
	injected = fault_disarm();
	error = errno;
	if (!result) {
		/* Nobody needed that memory, or the call did without. */
		if (call->make == call_region_info && memcmp(trial->info, after, sizeof(trial->info)))
			snprintf(wrong, TEXT, "%u:told_another_region", n);
		else if (!same_region(trial, after))
			snprintf(wrong, TEXT, "%u:succeeded:another_region", n);
	} else if (!injected) {
		snprintf(wrong, TEXT, "%u:no_fault:%s", n, errno_name(error));
	} else if (error != ENOMEM && error != call->also) {
		snprintf(wrong, TEXT, "%u:%s", n, errno_name(error));
	} else if (!opens && !same_region(trial, before)) {
		snprintf(wrong, TEXT, "%u:failed:another_region", n);
	} else if (call->make(trial)) {
		snprintf(wrong, TEXT, "%u:again:%s", n, errno_name(errno));
	} else if (!same_region(trial, after)) {
		snprintf(wrong, TEXT, "%u:again:another_region", n);
	}
	device_close(trial);
	return injected;
}

/* Each allocation of a call in turn; how many there were. */
static unsigned int try_call(const struct call *call, struct trial *trial, char *wrong)
{
	unsigned char before[sizeof(trial->info)], after[sizeof(trial->info)];
	unsigned int n = 1, most = call->most ? call->most : FAULTS_MAX;

	/* What it is like without a fault, which also fills this process's own caches. */
	if (prepare(call, trial) || call_region_info(trial)) {
		snprintf(wrong, TEXT, "unfaulted:open:%s", errno_name(errno));
		device_close(trial);
		return 0;
	}
	memcpy(before, trial->info, sizeof(before));
	if (call->make == device_open)
		device_close(trial);
	if (call->make(trial) || call_region_info(trial)) {
		snprintf(wrong, TEXT, "unfaulted:%s", errno_name(errno));
		device_close(trial);
		return 0;
	}
	memcpy(after, trial->info, sizeof(after));
	device_close(trial);
	while (n <= most && try_fault(call, trial, n, before, after, wrong) && !*wrong)
		n++;
	if (n > FAULTS_MAX)
		snprintf(wrong, TEXT, "%u:no_end", n);
	return n - 1;
}

FIXTURE(fault) {
	struct subject subject;
	struct trial trial;
};

FIXTURE_VARIANT(fault) {
	const char *role;
};

/* Its table is in the middle of a BAR: two areas to tell, and pages before the table to map. */
FIXTURE_VARIANT_ADD(fault, nvme) { .role = "nvme" };

FIXTURE_SETUP(fault)
{
	const char *lack = fault_lacks();
	char error[VFIO_ERROR] = "";
	bool failed;
	size_t i;

	if (lack)
		SKIP(return, "%s", lack);
	if (!subject_bdf(variant->role))
		SKIP(return, "no %s device in this machine", variant->role);
	ASSERT_EQ(0, keep_enabled(subject_bdf(variant->role), true)) {
		TH_LOG("enabling it beforehand: %s", strerror(errno));
	}
	failed = subject_open(&self->subject, variant->role, error) ||
		 subject_bar(&self->subject, self->subject.msix.table_bar, &self->trial.bar);
	self->trial.subject = &self->subject;
	for (i = 0; i < 2 * VECTORS; i++) {
		self->trial.events[i] = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
		failed |= self->trial.events[i] < 0;
	}
	if (failed) {
		/* A setup that fails has no teardown. */
		subject_close(&self->subject);
		keep_enabled(subject_bdf(variant->role), false);
	}
	ASSERT_FALSE(failed) {
		TH_LOG("%s: %s", variant->role, error);
	}
	/* A device has one user at a time. */
	device_close(&self->trial);
}

FIXTURE_TEARDOWN(fault)
{
	bool opened = self->subject.open;

	subject_close(&self->subject);
	if (opened)
		EXPECT_EQ(0, keep_enabled(self->subject.bdf, false));
}

/* An open of the device takes a tenth of a second with KASAN, and there is one for each fault. */
TEST_F_TIMEOUT(fault, leaves_nothing_behind, 300)
{
	char wrong[TEXT], key[64];
	unsigned int count;
	size_t i;

	SUBJECT_NEEDED(&self->subject);
	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		if (calls[i].make == call_optin && !optin_exists())
			continue;
		*wrong = '\0';
		count = try_call(&calls[i], &self->trial, wrong);
		observe(*wrong ? wrong : "held", "%s.fault.%s", variant->role, calls[i].name);
		snprintf(key, sizeof(key), "%s.fault.%s.allocations", variant->role,
			 calls[i].name);
		measure(key, count, "allocations", 1);
		EXPECT_STREQ("", wrong) {
			TH_LOG("%s: %s", calls[i].name, wrong);
		}
		/* To open a device allocates: no fault there is no fault anywhere. */
		if (calls[i].make == device_open)
			EXPECT_LT(0, count);
	}
}

TEST_HARNESS_MAIN
