// SPDX-License-Identifier: GPL-2.0
/*
 * What a call takes it gives back: eventfds, memory, files, references to
 * groups and modules. Each deed below does one thing and undoes it, or fails;
 * it is done several times, and what is in use afterwards is what was before.
 *
 * kept.{e1000e,nvme,plain}.
 *   nothing_of_a_call    <role>.kept.<deed>: "nothing", or what grows: "eventfds", a slab cache
 *   nothing_of_a_user    <role>.kept.{user,enabled,module,files}: a device opened, armed,
 *                        mapped, and closed as it is
 *   same.<role>.kept.<deed>   what the deed's last call said
 */
#include "harness.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/vfio.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "access.h"
#include "caches.h"
#include "edge.h"
#include "event.h"
#include "feature.h"
#include "grown.h"
#include "holds.h"
#include "irq.h"
#include "observe.h"
#include "optin.h"
#include "region.h"
#include "subject.h"

#define VECTORS 2

struct place {
	struct subject *subject;
	struct bar bar;
	int device;
	int events[2 * VECTORS];	/* of one round */
};

static const char *said(int result)
{
	return errno_name(result ? errno : 0);
}

static const char *arm(const struct place *place, unsigned int index, unsigned int count)
{
	const char *seen = said(irq_arm(place->device, index, 0, count, place->events));
	static const int none[VECTORS] = { -1, -1 };

	/* Others in their place, then none. */
	irq_arm(place->device, index, 0, count, place->events + VECTORS);
	irq_arm(place->device, index, count - 1, 1, none);
	irq_disarm(place->device, index);
	return seen;
}

static const char *do_msix(const struct place *place)
{
	return arm(place, VFIO_PCI_MSIX_IRQ_INDEX, VECTORS);
}

static const char *do_msi(const struct place *place)
{
	return arm(place, VFIO_PCI_MSI_IRQ_INDEX, 1);
}

static const char *do_intx(const struct place *place)
{
	const char *seen = said(irq_arm(place->device, VFIO_PCI_INTX_IRQ_INDEX, 0, 1, place->events));
	static const int none = -1;

	irq_set(place->device, VFIO_IRQ_SET_ACTION_UNMASK, VFIO_PCI_INTX_IRQ_INDEX, 0, 1,
		place->events + 1);
	/* One is there already. */
	irq_set(place->device, VFIO_IRQ_SET_ACTION_UNMASK, VFIO_PCI_INTX_IRQ_INDEX, 0, 1,
		place->events + 2);
	irq_arm(place->device, VFIO_PCI_INTX_IRQ_INDEX, 0, 1, place->events + 3);
	irq_set(place->device, VFIO_IRQ_SET_ACTION_UNMASK, VFIO_PCI_INTX_IRQ_INDEX, 0, 1, &none);
	irq_set(place->device, VFIO_IRQ_SET_ACTION_UNMASK, VFIO_PCI_INTX_IRQ_INDEX, 0, 1,
		place->events + 1);
	irq_disarm(place->device, VFIO_PCI_INTX_IRQ_INDEX);
	return seen;
}

static const char *do_error(const struct place *place)
{
	return arm(place, VFIO_PCI_ERR_IRQ_INDEX, 1);
}

static const char *do_request(const struct place *place)
{
	return arm(place, VFIO_PCI_REQ_IRQ_INDEX, 1);
}

/* The second is a file, and no eventfd: the first has to be given back. */
static const char *do_no_eventfd(const struct place *place)
{
	int events[VECTORS] = { place->events[0], place->subject->vfio.container };

	return said(irq_arm(place->device, VFIO_PCI_MSIX_IRQ_INDEX, 0, VECTORS, events));
}

/* The same of vectors that are set up, where nothing but the call is undone. */
static const char *do_no_eventfd_then(const struct place *place)
{
	int events[VECTORS] = { place->events[2], place->subject->vfio.container };
	const char *seen;

	irq_arm(place->device, VFIO_PCI_MSIX_IRQ_INDEX, 0, VECTORS, place->events);
	seen = said(irq_arm(place->device, VFIO_PCI_MSIX_IRQ_INDEX, 0, VECTORS, events));
	irq_disarm(place->device, VFIO_PCI_MSIX_IRQ_INDEX);
	return seen;
}

/* The list of events ends where memory does. */
static const char *do_events_nowhere(const struct place *place)
{
	struct vfio_irq_set set = {
		.argsz = sizeof(set) + VECTORS * sizeof(int),
		.flags = VFIO_IRQ_SET_DATA_EVENTFD | VFIO_IRQ_SET_ACTION_TRIGGER,
		.index = VFIO_PCI_MSIX_IRQ_INDEX,
		.count = VECTORS,
	};

	return said(ioctl(place->device, VFIO_DEVICE_SET_IRQS, edge_copy(&set, sizeof(set))));
}

/* Read whole, and then refused: no vector is there yet to be signalled. */
static const char *do_events_in_vain(const struct place *place)
{
	struct {
		struct vfio_irq_set set;
		unsigned char data[64];
	} call = {
		.set = {
			.argsz = sizeof(call),
			.flags = VFIO_IRQ_SET_DATA_BOOL | VFIO_IRQ_SET_ACTION_TRIGGER,
			.index = VFIO_PCI_MSIX_IRQ_INDEX,
			.count = VECTORS,
		},
	};

	return said(ioctl(place->device, VFIO_DEVICE_SET_IRQS, &call));
}

static const char *do_region_info(const struct place *place)
{
	free(region_info(place->device, place->bar.index));
	return "ok";
}

/* Room is promised for the capabilities, and is not there. */
static const char *do_region_info_nowhere(const struct place *place)
{
	struct vfio_region_info info = { .argsz = sizeof(info) + 256, .index = place->bar.index };

	return said(ioctl(place->device, VFIO_DEVICE_GET_REGION_INFO,
			  edge_copy(&info, sizeof(info))));
}

/* Short of room by all lengths that may be the chain's. */
static const char *do_region_info_short(const struct place *place)
{
	struct vfio_region_info info;
	uint32_t argsz;
	int result = 0;

	for (argsz = sizeof(info); argsz < sizeof(info) + 64; argsz += 8) {
		info = (struct vfio_region_info){ .argsz = argsz, .index = place->bar.index };
		result = ioctl(place->device, VFIO_DEVICE_GET_REGION_INFO,
			       edge_copy(&info, sizeof(info)));
	}
	return said(result);
}

static const char *do_info_nowhere(const struct place *place)
{
	struct vfio_device_info info = { .argsz = sizeof(info) + 256 };
	const char *seen = said(ioctl(place->device, VFIO_DEVICE_GET_INFO, edge_end()));

	ioctl(place->device, VFIO_DEVICE_GET_INFO, edge_copy(&info, sizeof(info)));
	ioctl(place->device, VFIO_DEVICE_GET_IRQ_INFO, edge_end());
	return seen;
}

static const char *do_hot_reset_info(const struct place *place)
{
	struct {
		struct vfio_pci_hot_reset_info info;
		struct vfio_pci_dependent_device devices[32];
	} call = { .info = { .argsz = sizeof(call) } };

	return said(ioctl(place->device, VFIO_DEVICE_GET_PCI_HOT_RESET_INFO, &call));
}

static const char *do_hot_reset_info_nowhere(const struct place *place)
{
	struct vfio_pci_hot_reset_info info = {
		.argsz = sizeof(info) + 32 * sizeof(struct vfio_pci_dependent_device),
	};

	return said(ioctl(place->device, VFIO_DEVICE_GET_PCI_HOT_RESET_INFO,
			  edge_copy(&info, sizeof(info))));
}

/* Nothing is reset: these are no groups, or not to be read. */
static const char *do_hot_reset_in_vain(const struct place *place)
{
	struct {
		struct vfio_pci_hot_reset reset;
		int32_t groups[1];
	} call = {
		.reset = { .argsz = sizeof(call), .count = 1 },
		.groups = { place->events[0] },
	};
	const char *seen = said(ioctl(place->device, VFIO_DEVICE_PCI_HOT_RESET, &call));

	call.groups[0] = -1;
	ioctl(place->device, VFIO_DEVICE_PCI_HOT_RESET, &call);
	ioctl(place->device, VFIO_DEVICE_PCI_HOT_RESET, edge_copy(&call.reset, sizeof(call.reset)));
	return seen;
}

static const char *do_ioeventfd(const struct place *place)
{
	struct vfio_device_ioeventfd call = {
		.argsz = sizeof(call),
		.flags = VFIO_DEVICE_IOEVENTFD_32,
		.offset = place->bar.offset + (place->bar.table_start ? 0 : place->bar.table_end),
		.fd = place->events[0],
	};
	const char *seen = said(ioctl(place->device, VFIO_DEVICE_IOEVENTFD, &call));

	/* The same again, one that is no eventfd, and one that nobody made. */
	ioctl(place->device, VFIO_DEVICE_IOEVENTFD, &call);
	call.data = 1;
	call.fd = place->subject->vfio.container;
	ioctl(place->device, VFIO_DEVICE_IOEVENTFD, &call);
	call.fd = -1;
	ioctl(place->device, VFIO_DEVICE_IOEVENTFD, &call);
	call.data = 0;
	ioctl(place->device, VFIO_DEVICE_IOEVENTFD, &call);
	return seen;
}

static const char *do_low_power(const struct place *place)
{
	struct { int32_t event; uint32_t reserved; } wakeup = { .event = place->events[0] };
	const char *seen = feature_set(place->device, FEATURE_LOW_POWER_ENTRY_WITH_WAKEUP, &wakeup,
				       sizeof(wakeup));

	/* Twice, which is refused. */
	wakeup.event = place->events[1];
	feature_set(place->device, FEATURE_LOW_POWER_ENTRY_WITH_WAKEUP, &wakeup, sizeof(wakeup));
	feature_set(place->device, FEATURE_LOW_POWER_EXIT, NULL, 0);
	return seen;
}

static const char *do_feature_nowhere(const struct place *place)
{
	struct vfio_device_feature feature = {
		.argsz = sizeof(feature) + 8,
		.flags = FEATURE_LOW_POWER_ENTRY_WITH_WAKEUP | VFIO_DEVICE_FEATURE_SET,
	};

	return said(ioctl(place->device, VFIO_DEVICE_FEATURE, edge_copy(&feature, sizeof(feature))));
}

static const char *do_map(const struct place *place)
{
	struct holds holds;

	holds_take(&holds, place->subject);
	pci_decode(place->device, false);
	pci_decode(place->device, true);
	holds_touch(&holds);
	holds_drop(&holds);
	return "ok";
}

static const char *do_optin(const struct place *place)
{
	const char *seen = optin_exists() ? optin_call_at(place->device, edge_end()) : "none";

	return seen;
}

static const struct deed {
	const char *name;
	const char *(*act)(const struct place *place);
	bool msix;	/* only where there is MSI-X */
	bool dear;	/* takes more than some ten microseconds */
} deeds[] = {
	{ "msix", do_msix, true, true },
	{ "msi", do_msi, false, true },
	{ "intx", do_intx, false, true },
	{ "error", do_error, false, false },
	{ "request", do_request, false, false },
	{ "no_eventfd", do_no_eventfd, true, true },
	{ "no_eventfd_then", do_no_eventfd_then, true, true },
	{ "events_nowhere", do_events_nowhere, true, false },
	{ "events_in_vain", do_events_in_vain, true, false },
	{ "region_info", do_region_info, false, false },
	{ "region_info_nowhere", do_region_info_nowhere, false, false },
	{ "region_info_short", do_region_info_short, false, false },
	{ "info_nowhere", do_info_nowhere, false, false },
	{ "hot_reset_info", do_hot_reset_info, false, false },
	{ "hot_reset_info_nowhere", do_hot_reset_info_nowhere, false, false },
	{ "hot_reset_in_vain", do_hot_reset_in_vain, false, false },
	{ "ioeventfd", do_ioeventfd, false, true },
	{ "low_power", do_low_power, false, false },
	{ "feature_nowhere", do_feature_nowhere, false, false },
	{ "map", do_map, false, true },
	{ "optin", do_optin, false, false },
};

static void round_begin(struct place *place)
{
	int i;

	for (i = 0; i < 2 * VECTORS; i++)
		place->events[i] = event_new();
}

static void round_end(struct place *place)
{
	int i;

	for (i = 0; i < 2 * VECTORS; i++)
		close(place->events[i]);
}

struct errand {
	struct place *place;
	const struct deed *deed;
	const char *said;
};

static void run_errand(void *what)
{
	struct errand *errand = what;
	struct place *place = errand->place;

	round_begin(place);
	errand->said = errand->deed->act(place);
	round_end(place);
}

FIXTURE(kept) {
	struct subject subject;
	struct place place;
};

FIXTURE_VARIANT(kept) {
	const char *role;
};

FIXTURE_VARIANT_ADD(kept, e1000e) { .role = "e1000e" };
FIXTURE_VARIANT_ADD(kept, nvme) { .role = "nvme" };
FIXTURE_VARIANT_ADD(kept, plain) { .role = "plain" };

FIXTURE_SETUP(kept)
{
	const struct msix *msix = &self->subject.msix;

	SUBJECT_SETUP(&self->subject, variant->role);
	self->place = (struct place){
		.subject = &self->subject, .device = self->subject.vfio.device,
	};
	ASSERT_EQ(0, subject_bar(&self->subject, msix->present ? msix->table_bar : 0,
				 &self->place.bar));
}

FIXTURE_TEARDOWN(kept)
{
	subject_close(&self->subject);
}

TEST_F(kept, nothing_of_a_call)
{
	bool exact = caches_exact();
	const char *role = variant->role, *seen;
	struct errand errand;
	size_t i;

	SUBJECT_NEEDED(&self->subject);
	for (i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		errand = (struct errand){ .place = &self->place, .deed = &deeds[i] };
		if (errand.deed->msix && !self->subject.msix.present)
			continue;
		/* The first time fills caches. */
		run_errand(&errand);
		seen = grown_by(run_errand, &errand, exact || errand.deed->dear ? ROUNDS :
									      ROUNDS_MANY);
		observe(seen, "%s.kept.%s", role, errand.deed->name);
		observe_same(errand.said, "%s.kept.%s", role, errand.deed->name);
		EXPECT_STREQ("nothing", seen) {
			TH_LOG("%s keeps something", errand.deed->name);
		}
	}
}

/* Opens, takes all that there is to take, and goes. */
static void be_a_user(void *what)
{
	struct place *place = what;
	struct vfio *vfio = &place->subject->vfio;
	const struct subject *subject = place->subject;
	struct holds holds;

	vfio->device = ioctl(vfio->group, VFIO_GROUP_GET_DEVICE_FD, subject->bdf);
	if (vfio->device < 0)
		return;
	place->device = vfio->device;
	pci_enable(vfio->device);
	round_begin(place);
	if (subject->msix.present)
		irq_arm(place->device, VFIO_PCI_MSIX_IRQ_INDEX, 0, VECTORS, place->events);
	else
		irq_arm(place->device, VFIO_PCI_INTX_IRQ_INDEX, 0, 1, place->events);
	if (!subject->msix.present)
		irq_set(place->device, VFIO_IRQ_SET_ACTION_UNMASK, VFIO_PCI_INTX_IRQ_INDEX, 0, 1,
			place->events + 1);
	irq_arm(place->device, VFIO_PCI_ERR_IRQ_INDEX, 0, 1, place->events + 2);
	irq_arm(place->device, VFIO_PCI_REQ_IRQ_INDEX, 0, 1, place->events + 3);
	holds_take(&holds, subject);
	optin_settle(vfio->device);
	close(vfio->device);
	vfio->device = -1;
	holds_drop(&holds);
	round_end(place);
}

static long number_in(const char *format, const char *what)
{
	char path[128];
	long number = -1;
	FILE *file;

	snprintf(path, sizeof(path), format, what);
	file = fopen(path, "re");
	if (!file)
		return -1;
	if (fscanf(file, "%ld", &number) != 1)
		number = -1;
	fclose(file);
	return number;
}

#define USERS 4

TEST_F(kept, nothing_of_a_user)
{
	struct vfio *vfio = &self->subject.vfio;
	const char *bdf = self->subject.bdf, *role = variant->role, *seen;
	long enabled, module, files;

	SUBJECT_NEEDED(&self->subject);
	optin_settle(vfio->device);
	close(vfio->device);
	vfio->device = -1;
	be_a_user(&self->place);
	enabled = number_in("/sys/bus/pci/devices/%s/enable", bdf);
	module = number_in("/sys/module/%s/refcnt", "vfio_pci");
	files = number_in("/proc/sys/%s", "fs/file-nr");
	seen = grown_by(be_a_user, &self->place, USERS);
	observe(seen, "%s.kept.user", role);
	EXPECT_STREQ("nothing", seen);
	enabled -= number_in("/sys/bus/pci/devices/%s/enable", bdf);
	observe(enabled ? "another" : "the_same", "%s.kept.enabled", role);
	EXPECT_EQ(0, enabled);
	module -= number_in("/sys/module/%s/refcnt", "vfio_pci");
	observe(module ? "another" : "the_same", "%s.kept.module", role);
	EXPECT_EQ(0, module);
	/* A count that each CPU has a part of. */
	files = number_in("/proc/sys/%s", "fs/file-nr") - files;
	observe(files >= USERS ? "more" : "the_same", "%s.kept.files", role);
	EXPECT_GT(USERS, files);
}

TEST_HARNESS_MAIN
