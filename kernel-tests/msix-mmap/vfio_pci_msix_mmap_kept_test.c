// SPDX-License-Identifier: GPL-2.0
/*
 * What a call takes it gives back: eventfds, memory, files, references to
 * groups and modules. Each deed below does one thing and undoes it, or fails;
 * it is done several times, and what is in use afterwards is what was before.
 *
 * kept.{e1000e,nvme,plain}.
 *   nothing_of_a_call    <role>.kept.{cheap,dear}: "nothing", or what grows with each round of
 *                        deeds: "eventfds", a slab cache; then <role>.kept.<deed>, which it was
 *   nothing_of_a_user    <role>.kept.{user,enabled,module,files}: a device opened, armed,
 *                        mapped, and closed as it is
 *   as_much_for_the_next e1000e.kept.next: "all" or "fewer" of the ioeventfds that the user before had;
 *                        same.e1000e.kept.ioeventfds: how many, and what the next and the first say again
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
#include "older.h"
#include "optin.h"
#include "region.h"
#include "subject.h"

#define VECTORS 2

struct place {
	struct subject *subject;
	struct bar bar;
	struct holds holds;		/* what can be mapped of it */
	int device;
	int events[2 * VECTORS];	/* of one round */
};

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
	bool mapped = holds_map(&holds, &place->holds, place->device);

	pci_decode(place->device, false);
	pci_decode(place->device, true);
	holds_touch(&holds);
	holds_drop(&holds);
	return mapped ? "ok" : "refused";
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
	bool own;	/* what it says is the design's affair */
} deeds[] = {
	{ .name = "msix", .act = do_msix, .msix = true, .dear = true },
	{ .name = "msi", .act = do_msi, .dear = true },
	{ .name = "intx", .act = do_intx, .dear = true },
	{ .name = "error", .act = do_error },
	{ .name = "request", .act = do_request },
	{ .name = "no_eventfd", .act = do_no_eventfd, .msix = true, .dear = true },
	{ .name = "no_eventfd_then", .act = do_no_eventfd_then, .msix = true, .dear = true },
	{ .name = "events_nowhere", .act = do_events_nowhere, .msix = true },
	{ .name = "events_in_vain", .act = do_events_in_vain, .msix = true },
	{ .name = "region_info", .act = do_region_info, .own = true },
	{ .name = "region_info_nowhere", .act = do_region_info_nowhere, .own = true },
	{ .name = "region_info_short", .act = do_region_info_short, .own = true },
	{ .name = "info_nowhere", .act = do_info_nowhere },
	{ .name = "hot_reset_info", .act = do_hot_reset_info },
	{ .name = "hot_reset_info_nowhere", .act = do_hot_reset_info_nowhere },
	{ .name = "hot_reset_in_vain", .act = do_hot_reset_in_vain },
	{ .name = "ioeventfd", .act = do_ioeventfd, .dear = true },
	{ .name = "low_power", .act = do_low_power },
	{ .name = "feature_nowhere", .act = do_feature_nowhere },
	{ .name = "map", .act = do_map, .dear = true },
	{ .name = "optin", .act = do_optin, .own = true },
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
	const struct deed *deed;	/* NULL: all of them, */
	bool dear;			/* or all that are so */
	const char *said;
};

static bool possible(const struct place *place, const struct deed *deed)
{
	return place->subject->msix.present || !deed->msix;
}

static void run_errand(void *what)
{
	struct errand *errand = what;
	struct place *place = errand->place;
	size_t i;

	round_begin(place);
	if (errand->deed) {
		errand->said = errand->deed->act(place);
	} else {
		for (i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
			if (deeds[i].dear == errand->dear && possible(place, &deeds[i]))
				deeds[i].act(place);
	}
	round_end(place);
}

static int rounds_of(bool dear)
{
	return caches_exact() || dear ? ROUNDS : ROUNDS_MANY;
}

/* Which of the deeds it was, where all of a kind together have left something. */
static void blame(struct place *place, bool dear, const char *role)
{
	struct errand errand = { .place = place };
	const char *seen;
	size_t i;

	for (i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		errand.deed = &deeds[i];
		if (errand.deed->dear != dear || !possible(place, errand.deed))
			continue;
		seen = grown_by(run_errand, &errand, rounds_of(dear));
		if (strcmp(seen, "nothing"))
			observe(seen, "%s.kept.%s", role, errand.deed->name);
	}
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
	holds_take(&self->place.holds, &self->subject);
}

FIXTURE_TEARDOWN(kept)
{
	holds_drop(&self->place.holds);
	subject_close(&self->subject);
}

TEST_F(kept, nothing_of_a_call)
{
	const char *role = variant->role, *seen;
	struct place *place = &self->place;
	struct errand errand = { .place = place };
	bool dear;
	size_t i;

	SUBJECT_NEEDED(&self->subject);
	/* The first time fills caches. */
	for (i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		errand.deed = &deeds[i];
		if (!possible(place, errand.deed))
			continue;
		run_errand(&errand);
		if (!errand.deed->own)
			observe_same(errand.said, "%s.kept.%s", role, errand.deed->name);
	}
	for (i = 0; i < 2; i++) {
		dear = i;
		errand = (struct errand){ .place = place, .dear = dear };
		seen = grown_by(run_errand, &errand, rounds_of(dear));
		observe(seen, "%s.kept.%s", role, dear ? "dear" : "cheap");
		EXPECT_STREQ("nothing", seen);
		if (strcmp(seen, "nothing"))
			blame(place, dear, role);
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
	if (optin_exists())
		optin_enable(vfio->device);
	holds_map(&holds, &place->holds, vfio->device);
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
	unsigned int i;

	SUBJECT_NEEDED(&self->subject);
	optin_settle(vfio->device);
	/* A mapping would keep the device open; what can be mapped is known. */
	for (i = 0; i < self->place.holds.count; i++)
		munmap(self->place.holds.hold[i].start, self->place.holds.hold[i].length);
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
	self->place.holds.count = 0;
}

/* By their data, at one place: as many as a device may have. */
static unsigned int take_ioeventfds(const struct place *place, int device, const char **full,
				    const char **again)
{
	struct vfio_device_ioeventfd call = {
		.argsz = sizeof(call),
		.flags = VFIO_DEVICE_IOEVENTFD_32,
		.offset = place->bar.offset + (place->bar.table_start ? 0 : place->bar.table_end),
		.fd = event_new(),
	};
	unsigned int count = 0;

	while (count < 2000 && !ioctl(device, VFIO_DEVICE_IOEVENTFD, &call))
		call.data = ++count;
	*full = errno_name(errno);
	call.data = 0;
	*again = said(ioctl(device, VFIO_DEVICE_IOEVENTFD, &call));
	close(call.fd);
	return count;
}

/* What one user takes and leaves behind is there for the next one. */
TEST_F(kept, as_much_for_the_next)
{
	struct vfio *vfio = &self->subject.vfio;
	char seen[64], error[VFIO_ERROR];
	const char *full, *again;
	unsigned int first, then;

	SUBJECT_NEEDED(&self->subject);
	if (strcmp(variant->role, "e1000e"))
		SKIP(return, "one device is enough for what is counted the same way for all");
	first = take_ioeventfds(&self->place, vfio->device, &full, &again);
	snprintf(seen, sizeof(seen), "%u,%s,%s", first, full, again);
	observe_same(seen, "%s.kept.ioeventfds", variant->role);
	optin_settle(vfio->device);
	holds_drop(&self->place.holds);
	vfio_close(vfio);
	ASSERT_EQ(0, vfio_open(vfio, self->subject.bdf, error)) {
		TH_LOG("%s", error);
	}
	then = take_ioeventfds(&self->place, vfio->device, &full, &again);
	observe(then == first ? "all" : "fewer", "%s.kept.next", variant->role);
	EXPECT_EQ(first, then);
}

TEST_HARNESS_MAIN
