// SPDX-License-Identifier: GPL-2.0
/*
 * A reset of the bus that a device is on, and what is kept of it. The device is
 * alone behind its port ("unplug"), so that whoever has its group may; the
 * others are on a root bus, which nobody can reset. The kernel waits a second
 * for the bus, up to v6.2, so the device is opened once: where it cannot be
 * reset by itself, each close of it resets the bus, too.
 *
 * bus.{e1000e,plain}, bus_reset.
 *   is_told_and_refused, resets
 *                same.<role>.bus.{info,short,none}: VFIO_DEVICE_GET_PCI_HOT_RESET_INFO with room,
 *                without, and for less than its struct; same.<role>.bus.{flags,too_many,no_group,
 *                no_file,container,short_argsz,other_group,other_again}: what
 *                VFIO_DEVICE_PCI_HOT_RESET says to calls that are wrong
 *   resets       same.unplug.bus.{reset,register,pages}, unplug.bus.touched: what a thread sees
 *                that touches meanwhile; unplug.bus.{again,kept}
 * token.{sriov,e1000e}.
 *   is_set       same.<role>.token.{probe,set,short,get}: the secret of a device with virtual functions
 *   is_asked_for same.sriov.token.{functions,override,driver,without,with,wrong,none}: a virtual
 *                function, whose it is, and who may open it
 */
#include "harness.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <linux/vfio.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "access.h"
#include "caches.h"
#include "edge.h"
#include "event.h"
#include "feature.h"
#include "grown.h"
#include "holds.h"
#include "observe.h"
#include "older.h"
#include "page.h"
#include "registers.h"
#include "reset.h"
#include "source.h"
#include "subject.h"
#include "toucher.h"

#define GROUPS 4

struct hot_reset {
	struct vfio_pci_hot_reset reset;
	int32_t groups[GROUPS];
};

struct hot_reset_info {
	struct vfio_pci_hot_reset_info info;
	struct vfio_pci_dependent_device devices[32];
};

static void tell(const struct subject *subject)
{
	struct hot_reset_info call = { .info = { .argsz = sizeof(call) } };
	int device = subject->vfio.device;
	const char *role = subject->role;
	char seen[64];

	if (ioctl(device, VFIO_DEVICE_GET_PCI_HOT_RESET_INFO, &call))
		snprintf(seen, sizeof(seen), "%s", errno_name(errno));
	else
		snprintf(seen, sizeof(seen), "flags=0x%x,count=%u,bus=%u,devfn=%u", call.info.flags,
			 call.info.count, call.devices[0].bus, call.devices[0].devfn);
	observe_same(seen, "%s.bus.info", role);
	call.info = (struct vfio_pci_hot_reset_info){ .argsz = sizeof(call.info) };
	observe_same(said(ioctl(device, VFIO_DEVICE_GET_PCI_HOT_RESET_INFO, &call)),
		     "%s.bus.short", role);
	call.info = (struct vfio_pci_hot_reset_info){ .argsz = sizeof(call.info) - 1 };
	observe_same(said(ioctl(device, VFIO_DEVICE_GET_PCI_HOT_RESET_INFO, &call)),
		     "%s.bus.none", role);
}

static const char *try_reset(int device, uint32_t argsz, uint32_t flags, uint32_t count,
			     const int32_t *groups)
{
	struct hot_reset call = { .reset = { .argsz = argsz, .flags = flags, .count = count } };
	unsigned int i;

	for (i = 0; i < GROUPS; i++)
		call.groups[i] = groups[i];
	return said(ioctl(device, VFIO_DEVICE_PCI_HOT_RESET, &call));
}

/* Each call is wrong in one way, and would else reset the bus. */
static void check_refused(struct __test_metadata *_metadata, const struct subject *subject)
{
	const struct vfio *vfio = &subject->vfio;
	const char *role = subject->role;
	int event = event_new();
	const int32_t own[GROUPS] = { vfio->group, vfio->group, vfio->group, vfio->group };
	const int32_t events[GROUPS] = { event }, none[GROUPS] = { -1, -1, -1, -1 };
	const int32_t container[GROUPS] = { vfio->container };
	uint32_t size = sizeof(struct hot_reset);
	const char *other = strcmp(role, "e1000e") ? "e1000e" : "nvme";
	int32_t others[GROUPS] = { 0 };

	observe_same(try_reset(vfio->device, size, 1, 1, own), "%s.bus.flags", role);
	observe_same(try_reset(vfio->device, size, 0, GROUPS, own), "%s.bus.too_many", role);
	observe_same(try_reset(vfio->device, size, 0, 1, events), "%s.bus.no_group", role);
	observe_same(try_reset(vfio->device, size, 0, 1, none), "%s.bus.no_file", role);
	observe_same(try_reset(vfio->device, size, 0, 1, container), "%s.bus.container", role);
	observe_same(try_reset(vfio->device, sizeof(struct vfio_pci_hot_reset) - 1, 0, 1, own),
		     "%s.bus.short_argsz", role);
	close(event);
	if (!subject_bdf(other) || subject_same_group(role, other))
		return;
	others[0] = vfio_group_open(subject_bdf(other));
	EXPECT_LE(0, others[0]);
	observe_same(try_reset(vfio->device, size, 0, 1, others), "%s.bus.other_group", role);
	close(others[0]);
	/* It has one user at a time: who has kept it would be that one. */
	others[0] = vfio_group_open(subject_bdf(other));
	observe_same(others[0] < 0 ? errno_name(errno) : "ok", "%s.bus.other_again", role);
	EXPECT_LE(0, others[0]);
	close(others[0]);
}

FIXTURE(bus) {
	struct subject subject;
};

FIXTURE_VARIANT(bus) {
	const char *role;
};

FIXTURE_VARIANT_ADD(bus, e1000e) { .role = "e1000e" };
FIXTURE_VARIANT_ADD(bus, plain) { .role = "plain" };

FIXTURE_SETUP(bus)
{
	SUBJECT_SETUP(&self->subject, variant->role);
}

FIXTURE_TEARDOWN(bus)
{
	subject_close(&self->subject);
}

TEST_F(bus, is_told_and_refused)
{
	SUBJECT_NEEDED(&self->subject);
	tell(&self->subject);
	check_refused(_metadata, &self->subject);
}

FIXTURE(bus_reset) {
	struct subject subject;
	bool forbid;
	struct holds holds;
};

FIXTURE_SETUP(bus_reset)
{
	self->holds.count = 0;
	if (!subject_there("unplug"))
		SKIP(return, "another test has unplugged the device, and it is not back yet");
	if (subject_bdf("unplug"))
		self->forbid = reset_allow(subject_bdf("unplug"));
	SUBJECT_SETUP(&self->subject, "unplug");
}

FIXTURE_TEARDOWN(bus_reset)
{
	holds_drop(&self->holds);
	subject_close(&self->subject);
	if (self->forbid)
		reset_forbid(subject_bdf("unplug"));
}

/* Its list of devices, with room for it and without; a list of groups that cannot be read. */
static void ask_in_vain(void *what)
{
	const struct subject *subject = what;
	struct hot_reset_info call = { .info = { .argsz = sizeof(call) } };
	struct vfio_pci_hot_reset reset = { .argsz = sizeof(reset) + 4, .count = 1 };
	int device = subject->vfio.device;

	ioctl(device, VFIO_DEVICE_GET_PCI_HOT_RESET_INFO, &call);
	call.info.argsz = sizeof(call);
	ioctl(device, VFIO_DEVICE_GET_PCI_HOT_RESET_INFO,
	      edge_copy(&call.info, sizeof(call.info)));
	ioctl(device, VFIO_DEVICE_PCI_HOT_RESET, edge_copy(&reset, sizeof(reset)));
}

/*
 * The kernel takes the locks of each mapping in turn, and gives up with EBUSY
 * where a thread that maps or faults is in its way ("vfio-pci: Invalidate mmaps
 * and block MMIO access on disabled memory", v5.8): the caller tries again.
 */
static const char *reset_bus(int device, const int32_t *groups)
{
	unsigned int tries;
	const char *seen;

	for (tries = 0; tries < 100; tries++) {
		seen = try_reset(device, sizeof(struct hot_reset), 0, 1, groups);
		if (strcmp(seen, "EBUSY"))
			break;
		usleep(1000);
	}
	return seen;
}

static void check_bus_reset(struct __test_metadata *_metadata, const struct subject *subject,
			    const struct page *page, uint32_t value, const int32_t *groups)
{
	struct toucher toucher;
	const char *seen;

	ASSERT_EQ(0, toucher_start(&toucher, page->at, value, 1));
	seen = reset_bus(subject->vfio.device, groups);
	/* A kernel that then waits in vain for the link says so, having reset what is behind it. */
	observe_same(seen, "unplug.bus.reset");
	seen = toucher_stop(&toucher);
	observe(seen, "unplug.bus.touched");
	EXPECT_STREQ("consistent", seen);
}

TEST_F(bus_reset, resets)
{
	const int32_t own[GROUPS] = { self->subject.vfio.group };
	struct ordinary_register ordinary;
	struct page page = { .start = MAP_FAILED };
	struct source source = { 0 };
	const char *seen;
	uint32_t value;
	struct bar bar;

	SUBJECT_NEEDED(&self->subject);
	tell(&self->subject);
	check_refused(_metadata, &self->subject);
	ask_in_vain(&self->subject);
	seen = grown_by(ask_in_vain, &self->subject, caches_exact() ? ROUNDS : ROUNDS_MANY);
	observe(seen, "unplug.bus.kept");
	EXPECT_STREQ("nothing", seen);
	ASSERT_TRUE(ordinary_register_at(&self->subject, 0, &ordinary));
	ASSERT_EQ(0, subject_bar(&self->subject, ordinary.bar, &bar));
	page_map(&bar, ordinary.offset, &page);
	if (page.start == MAP_FAILED || !mapped_read32((void *)page.at, 0, &value))
		SKIP(return, "the page of no register can be mapped");
	holds_take(&self->holds, &self->subject);
	/* A register that is 0 after a reset. */
	ASSERT_EQ(0, source_arm(&source, &self->subject));
	ASSERT_EQ(0, source.kind->aim(&source.registers, 1));
	EXPECT_EQ(0, source_silence(&source));
	ASSERT_EQ(0, source.kind->aim(&source.registers, 1));
	EXPECT_TRUE(source.kind->aimed(&source.registers));
	check_bus_reset(_metadata, &self->subject, &page, value, own);
	/* The thread has brought its own page back. */
	seen = holds_pages(&self->holds);
	observe_same(seen, "unplug.bus.pages");
	EXPECT_STREQ("none", seen);
	EXPECT_EQ(0, pci_enable(self->subject.vfio.device));
	seen = source.kind->aimed(&source.registers) ? "kept" : "reset";
	observe_same(seen, "unplug.bus.register");
	EXPECT_STREQ("reset", seen);
	seen = holds_touch(&self->holds);
	observe(seen, "unplug.bus.again");
	EXPECT_STREQ("kept", seen);
	source_disarm(&source);
	page_unmap(&page);
}

FIXTURE(token) {
	struct subject subject;
};

FIXTURE_VARIANT(token) {
	const char *role;
};

FIXTURE_VARIANT_ADD(token, sriov) { .role = "sriov" };
FIXTURE_VARIANT_ADD(token, e1000e) { .role = "e1000e" };

FIXTURE_SETUP(token)
{
	SUBJECT_SETUP(&self->subject, variant->role);
}

FIXTURE_TEARDOWN(token)
{
	subject_close(&self->subject);
}

/* A secret that the users of a device's functions share: who may have virtual functions may set it, and nobody read it. */
TEST_F(token, is_set)
{
	static const unsigned char uuid[16] = { 0x6b, 0x70, 0x77 };
	int device = self->subject.vfio.device;
	const char *role = variant->role, *seen;

	SUBJECT_NEEDED(&self->subject);
	seen = feature_call(device, FEATURE_PCI_VF_TOKEN | VFIO_DEVICE_FEATURE_PROBE |
			    VFIO_DEVICE_FEATURE_SET, NULL, 0);
	observe_same(seen, "%s.token.probe", role);
	if (strcmp(role, "e1000e"))
		EXPECT_STREQ("ok", seen);
	observe_same(feature_set(device, FEATURE_PCI_VF_TOKEN, uuid, sizeof(uuid)), "%s.token.set",
		     role);
	observe_same(feature_set(device, FEATURE_PCI_VF_TOKEN, uuid, sizeof(uuid) - 1),
		     "%s.token.short", role);
	observe_same(feature_call(device, FEATURE_PCI_VF_TOKEN | VFIO_DEVICE_FEATURE_GET, uuid,
				  sizeof(uuid)), "%s.token.get", role);
}

#define TOKEN "6b707700-0000-0000-0000-000000000000"
#define FUNCTIONS "/sys/bus/pci/devices/%s/sriov_numvfs"

static int write_to(const char *format, const char *bdf, const char *text)
{
	char path[PATH_MAX];
	int fd, result;

	snprintf(path, sizeof(path), format, bdf);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	result = write(fd, text, strlen(text)) < 0 ? -1 : 0;
	close(fd);
	return result;
}

/* The last part of a link below a device's folder, or "none". */
static const char *link_name(const char *bdf, const char *name, char *target)
{
	char path[PATH_MAX];
	ssize_t length;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/%s", bdf, name);
	length = readlink(path, target, PATH_MAX - 1);
	if (length < 0)
		return "none";
	target[length] = '\0';
	return basename(target);
}

static const char *open_function(const char *bdf, const char *name)
{
	struct vfio vfio;
	char error[VFIO_ERROR];
	const char *seen;

	seen = vfio_open_as(&vfio, bdf, name, error) ? errno_name(errno) : "ok";
	vfio_close(&vfio);
	return seen;
}

/*
 * Virtual functions of a device that a user has are for this driver, and for who
 * knows the secret ("vfio/pci: Introduce VF token", v5.7).
 */
TEST_F(token, is_asked_for)
{
	static const unsigned char uuid[16] = { 0x6b, 0x70, 0x77 };
	const char *bdf = self->subject.bdf;
	char target[PATH_MAX], function[64], name[128], override[64] = "none";
	FILE *file;

	SUBJECT_NEEDED(&self->subject);
	if (strcmp(variant->role, "sriov"))
		SKIP(return, "it has no virtual functions");
	if (write_to("/sys/module/%s/parameters/enable_sriov", "vfio_pci", "Y"))
		SKIP(return, "the driver makes no virtual functions: %s", errno_name(errno));
	EXPECT_STREQ("ok", feature_set(self->subject.vfio.device, FEATURE_PCI_VF_TOKEN, uuid,
				       sizeof(uuid)));
	observe_same(said(write_to(FUNCTIONS, bdf, "1")), "sriov.token.functions");
	snprintf(function, sizeof(function), "%s", link_name(bdf, "virtfn0", target));
	if (strcmp(function, "none")) {
		snprintf(target, sizeof(target), "/sys/bus/pci/devices/%s/driver_override",
			 function);
		file = fopen(target, "re");
		if (!file || fscanf(file, "%63s", override) != 1)
			snprintf(override, sizeof(override), "none");
		if (file)
			fclose(file);
		observe_same(override, "sriov.token.override");
		observe_same(link_name(function, "driver", target), "sriov.token.driver");
		observe_same(open_function(function, function), "sriov.token.without");
		snprintf(name, sizeof(name), "%s vf_token=%s", function, TOKEN);
		observe_same(open_function(function, name), "sriov.token.with");
		name[strlen(name) - 1]++;
		observe_same(open_function(function, name), "sriov.token.wrong");
	}
	observe_same(said(write_to(FUNCTIONS, bdf, "0")), "sriov.token.none");
	EXPECT_EQ(0, write_to("/sys/module/%s/parameters/enable_sriov", "vfio_pci", "N"));
}

TEST_HARNESS_MAIN
