// SPDX-License-Identifier: GPL-2.0
/*
 * What the tree's own driver answers, every design answers, outside of what its
 * contract changes: keys that begin with "same" are compared with the unchanged
 * kernel's by the run. And what is told is told to the last byte: reserved words
 * are 0, and behind its answer the caller's buffer is as it was.
 *
 * <role> is any of the machine's that is named below, <N> a region's number.
 *
 * answers.{e1000e,nvme,plain,virtio,xhci,sriov}.
 *   are_the_same        same.<role>.answers.{device_info,regions,irqs,ioctls,features,
 *                       hot_reset}: what each call of a kind says, in few words;
 *                       what is not there (ENOTTY) is not listed
 *   have_their_devices  same.e1000e.answers.devices: which are bound to the driver
 *   tell_of_resets      same.e1000e.answers.with_resets, where a reset is not forbidden
 *   leave_nothing_over  <role>.answers.bytes: "clean" or the first byte that is not, as
 *                       <call>:byte_<offset>_is_0x<value>
 */
#include "harness.h"

#include <dirent.h>
#include <errno.h>
#include <linux/vfio.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ioctl.h>

#include "bar.h"
#include "contract.h"
#include "observe.h"
#include "older.h"
#include "optin.h"
#include "region.h"
#include "reset.h"
#include "subject.h"

#define TEXT 512
/* What a caller has in his buffer: an answer says what it says, and leaves the rest. */
#define FILLER 0xa5
#define BUFFER 256
/* Of it he tells the kernel this much. */
#define ROOM 224

FIXTURE(answers) {
	struct subject subject;
	char wrong[TEXT];
	bool forbid;
};

FIXTURE_VARIANT(answers) {
	const char *role;
};

FIXTURE_VARIANT_ADD(answers, e1000e) { .role = "e1000e" };
FIXTURE_VARIANT_ADD(answers, nvme) { .role = "nvme" };
FIXTURE_VARIANT_ADD(answers, plain) { .role = "plain" };
FIXTURE_VARIANT_ADD(answers, virtio) { .role = "virtio" };
FIXTURE_VARIANT_ADD(answers, xhci) { .role = "xhci" };
/* A physical function: its virtual functions ask for a token. */
FIXTURE_VARIANT_ADD(answers, sriov) { .role = "sriov" };

FIXTURE_SETUP(answers)
{
	SUBJECT_SETUP(&self->subject, variant->role);
}

FIXTURE_TEARDOWN(answers)
{
	if (self->forbid)
		reset_forbid(self->subject.bdf);
	subject_close(&self->subject);
}

/* What several calls of a kind said, one behind the other. */
struct answers {
	char text[TEXT];
	size_t used;
};

static void __attribute__((format(printf, 2, 3)))
add(struct answers *answers, const char *format, ...)
{
	va_list arguments;

	if (answers->used >= TEXT)
		return;
	if (answers->used)
		answers->text[answers->used++] = ',';
	va_start(arguments, format);
	answers->used += vsnprintf(answers->text + answers->used, TEXT - answers->used, format,
				   arguments);
	va_end(arguments);
}

static void say(const struct answers *answers, const struct subject *subject, const char *what)
{
	observe_same(answers->used ? answers->text : "none", "%s.answers.%s", subject->role, what);
}

static const char *try_ioctl(const struct subject *subject, unsigned long request, void *argument)
{
	return errno_name(ioctl(subject->vfio.device, request, argument) ? errno : 0);
}

static void ask_device_info(const struct subject *subject, const char *what)
{
	struct answers answers = { 0 };
	struct vfio_device_info info;
	const char *seen;

	info = (struct vfio_device_info){ .argsz = sizeof(info) };
	seen = try_ioctl(subject, VFIO_DEVICE_GET_INFO, &info);
	add(&answers, "%s,argsz=%u,flags=0x%x,regions=%u,irqs=%u", seen, info.argsz, info.flags,
	    info.num_regions, info.num_irqs);
	info.argsz = 15;
	add(&answers, "short=%s", try_ioctl(subject, VFIO_DEVICE_GET_INFO, &info));
	say(&answers, subject, what);
}

/* Of the region with the table the contract says how it may be mapped; the rest is as it was. */
static void ask_regions(const struct subject *subject)
{
	const struct msix *msix = &subject->msix;
	struct answers answers = { 0 };
	struct vfio_region_info info;
	const char *seen;
	unsigned int i;

	for (i = 0; i < VFIO_PCI_NUM_REGIONS + 2; i++) {
		info = (struct vfio_region_info){ .argsz = sizeof(info), .index = i };
		seen = try_ioctl(subject, VFIO_DEVICE_GET_REGION_INFO, &info);
		if (strcmp(seen, "ok"))
			add(&answers, "%u:%s", i, seen);
		else if (msix->present && i == msix->table_bar)
			add(&answers, "%u:0x%llx@0x%llx", i, (unsigned long long)info.size,
			    (unsigned long long)info.offset);
		else
			add(&answers, "%u:0x%llx@0x%llx/0x%x/%u", i, (unsigned long long)info.size,
			    (unsigned long long)info.offset, info.flags, info.argsz);
	}
	say(&answers, subject, "regions");
}

static void ask_irqs(const struct subject *subject)
{
	struct answers answers = { 0 };
	struct vfio_irq_info info;
	const char *seen;
	unsigned int i;

	for (i = 0; i < VFIO_PCI_NUM_IRQS + 2; i++) {
		info = (struct vfio_irq_info){ .argsz = sizeof(info), .index = i };
		seen = try_ioctl(subject, VFIO_DEVICE_GET_IRQ_INFO, &info);
		if (strcmp(seen, "ok"))
			add(&answers, "%u:%s", i, seen);
		else
			add(&answers, "%u:%u/0x%x/%u", i, info.count, info.flags, info.argsz);
		info.argsz = sizeof(info) - 1;
		seen = try_ioctl(subject, VFIO_DEVICE_GET_IRQ_INFO, &info);
		if (strcmp(seen, "EINVAL"))
			add(&answers, "%u:short=%s", i, seen);
	}
	say(&answers, subject, "irqs");
}

/* Numbers from VFIO_BASE on that a device fd may have; that of a reset takes no argument, and does it. */
#define FIRST_IOCTL 7
#define LAST_IOCTL 40
#define RESET_IOCTL 11

static void ask_ioctls(const struct subject *subject)
{
	struct answers answers = { 0 };
	unsigned int number;
	const char *seen;

	for (number = FIRST_IOCTL; number <= LAST_IOCTL; number++) {
		unsigned long request = _IO(VFIO_TYPE, VFIO_BASE + number);

		if (number == RESET_IOCTL ||
		    (contract_says("optin", "ioctl") && optin_request() == (long long)request))
			continue;
		seen = try_ioctl(subject, request, NULL);
		if (strcmp(seen, "ENOTTY"))
			add(&answers, "%u:%s", number, seen);
	}
	say(&answers, subject, "ioctls");
}

#define LAST_FEATURE 31

/* Whether a feature is there, may be got, may be set, may be both. */
static void ask_features(const struct subject *subject)
{
	static const uint32_t operations[] = {
		0, VFIO_DEVICE_FEATURE_GET, VFIO_DEVICE_FEATURE_SET,
		VFIO_DEVICE_FEATURE_GET | VFIO_DEVICE_FEATURE_SET,
	};
	struct vfio_device_feature probe = { .argsz = sizeof(probe) };
	struct answers answers = { 0 };
	const char *seen[4];
	unsigned int feature;
	size_t i;

	for (feature = 0; feature <= LAST_FEATURE; feature++) {
		if (contract_says("optin", "feature") &&
		    feature == (optin_flag() & VFIO_DEVICE_FEATURE_MASK))
			continue;
		for (i = 0; i < sizeof(operations) / sizeof(operations[0]); i++) {
			probe.flags = VFIO_DEVICE_FEATURE_PROBE | operations[i] | feature;
			seen[i] = try_ioctl(subject, VFIO_DEVICE_FEATURE, &probe);
		}
		if (strcmp(seen[0], "ENOTTY") || strcmp(seen[1], "ENOTTY") ||
		    strcmp(seen[2], "ENOTTY"))
			add(&answers, "%u:%s/%s/%s/%s", feature, seen[0], seen[1], seen[2],
			    seen[3]);
	}
	say(&answers, subject, "features");
}

/* How many devices would be reset, and which; the number of a group changes as a device is plugged in again. */
static void ask_hot_reset(const struct subject *subject)
{
	union {
		struct vfio_pci_hot_reset_info info;
		unsigned char bytes[BUFFER];
	} answer = { .info = { .argsz = sizeof(answer) } };
	const struct vfio_pci_hot_reset_info *info = &answer.info;
	struct answers answers = { 0 };
	const char *seen;
	uint32_t i;

	seen = try_ioctl(subject, VFIO_DEVICE_GET_PCI_HOT_RESET_INFO, &answer);
	add(&answers, "%s", seen);
	for (i = 0; !strcmp(seen, "ok") && i < info->count; i++)
		add(&answers, "%02x:%02x", info->devices[i].bus, info->devices[i].devfn);
	say(&answers, subject, "hot_reset");
}

TEST_F(answers, are_the_same)
{
	SUBJECT_NEEDED(&self->subject);
	ask_device_info(&self->subject, "device_info");
	ask_regions(&self->subject);
	ask_irqs(&self->subject);
	ask_ioctls(&self->subject);
	ask_features(&self->subject);
	ask_hot_reset(&self->subject);
}

#define DRIVER "/sys/bus/pci/drivers/vfio-pci"

/* Devices that the driver has taken: those that it was told to take, and nobody else's. */
TEST_F(answers, have_their_devices)
{
	struct answers answers = { 0 };
	struct dirent **entries = NULL;
	const char *unplug = subject_bdf("unplug");
	int i, count;

	SUBJECT_NEEDED(&self->subject);
	if (strcmp(variant->role, "e1000e"))
		SKIP(return, "the driver is asked once");
	count = scandir(DRIVER, &entries, NULL, alphasort);
	for (i = 0; i < count; i++) {
		const char *name = entries[i]->d_name;

		/* One that a cell has unplugged may be late to come back. */
		if (strchr(name, ':') && (!unplug || strcmp(name, unplug)))
			add(&answers, "%s", name);
		free(entries[i]);
	}
	free(entries);
	say(&answers, &self->subject, "devices");
}

/* Init forbids resets, and whether a device has one is found out at the opening: once is enough. */
TEST_F(answers, tell_of_resets)
{
	struct vfio *vfio = &self->subject.vfio;
	char error[VFIO_ERROR];

	SUBJECT_NEEDED(&self->subject);
	if (strcmp(variant->role, "e1000e"))
		SKIP(return, "resets are asked of one device");
	vfio_close(vfio);
	self->forbid = reset_allow(self->subject.bdf);
	ASSERT_EQ(0, vfio_open(vfio, self->subject.bdf, error)) {
		TH_LOG("%s", error);
	}
	ask_device_info(&self->subject, "with_resets");
}

/* Newer structs end in a word that is 0: vfio_device_info has since v6.6. */
#define PADDING 4

/* Of a call that succeeds and says nothing beyond its struct: what is there of it that nobody knows. */
static void check_struct(const struct subject *subject, const char *call, unsigned long request,
			 const void *argument, size_t size, uint32_t argsz, char *wrong)
{
	unsigned char buffer[BUFFER];
	size_t i;

	if (*wrong)
		return;
	memset(buffer, FILLER, sizeof(buffer));
	memcpy(buffer, argument, size);
	memcpy(buffer, &argsz, sizeof(argsz));
	if (ioctl(subject->vfio.device, request, buffer))
		return;
	for (i = size; i < sizeof(buffer) && !*wrong; i++)
		if (buffer[i] != FILLER && (buffer[i] || i >= size + PADDING || i >= argsz))
			snprintf(wrong, TEXT, "%s:byte_%zu_is_0x%02x", call, i, buffer[i]);
}

static const struct vfio_info_cap_header *cap_at(const unsigned char *buffer, uint32_t offset)
{
	return (const void *)(buffer + offset);
}

/* The first byte behind a capability, 0 for one of unknown size. */
static uint32_t cap_end(const unsigned char *buffer, uint32_t offset)
{
	const struct vfio_region_info_cap_sparse_mmap *sparse = (const void *)(buffer + offset);

	switch (sparse->header.id) {
	case VFIO_REGION_INFO_CAP_SPARSE_MMAP:
		return offset + sizeof(*sparse) + sparse->nr_areas * sizeof(sparse->areas[0]);
	case VFIO_REGION_INFO_CAP_TYPE:
		return offset + sizeof(struct vfio_region_info_cap_type);
	case VFIO_REGION_INFO_CAP_MSIX_MAPPABLE:
		return offset + sizeof(struct vfio_info_cap_header);
	}
	return 0;
}

/*
 * A chain to the last byte: what no header and no area is has to be 0 up to
 * where the kernel says that its answer ends, and the caller's own behind it.
 */
static void check_bytes(const struct subject *subject, unsigned int index, char *wrong)
{
	unsigned char buffer[BUFFER];
	struct vfio_region_info *info = (void *)buffer, brief = {
		.argsz = sizeof(brief), .index = index,
	};
	const struct vfio_region_info_cap_sparse_mmap *sparse;
	uint32_t offset, end = sizeof(*info), last, i;

	if (ioctl(subject->vfio.device, VFIO_DEVICE_GET_REGION_INFO, &brief))
		return;
	memset(buffer, FILLER, sizeof(buffer));
	info->argsz = ROOM;
	info->index = index;
	info->cap_offset = 0;
	if (ioctl(subject->vfio.device, VFIO_DEVICE_GET_REGION_INFO, info)) {
		snprintf(wrong, TEXT, "region%u:%s", index, errno_name(errno));
		return;
	}
	last = brief.argsz < sizeof(*info) ? sizeof(*info) : brief.argsz;
	for (i = ROOM; i < sizeof(buffer) && !*wrong; i++)
		if (buffer[i] != FILLER)
			snprintf(wrong, TEXT, "region%u:byte_%u_is_0x%02x", index, i, buffer[i]);
	if (region_chain_fault(info) || last > ROOM)
		return;		/* said elsewhere */
	for (offset = info->cap_offset; offset; offset = cap_at(buffer, offset)->next) {
		if (!cap_end(buffer, offset) || cap_end(buffer, offset) > sizeof(buffer))
			return;
		sparse = (const void *)(buffer + offset);
		if (sparse->header.id == VFIO_REGION_INFO_CAP_SPARSE_MMAP && sparse->reserved)
			snprintf(wrong, TEXT, "region%u:reserved=0x%x", index, sparse->reserved);
		if (cap_end(buffer, offset) > end)
			end = cap_end(buffer, offset);
	}
	/* Since v6.6 a capability's size is rounded up to 8 bytes. */
	if (last >= end + 8)
		snprintf(wrong, TEXT, "region%u:argsz=%u,end=%u", index, last, end);
	for (i = end; i < last && !*wrong; i++)
		if (buffer[i])
			snprintf(wrong, TEXT, "region%u:byte_%u_is_0x%02x", index, i, buffer[i]);
	for (i = last; i < ROOM && !*wrong; i++)
		if (buffer[i] != FILLER)
			snprintf(wrong, TEXT, "region%u:byte_%u_is_0x%02x", index, i, buffer[i]);
}

/* cap_offset is an answer where a caller has room for it (since v5.3). */
#define INFO_WITHOUT_CAPS 16
#define INFO_WITH_CAPS 20

TEST_F(answers, leave_nothing_over)
{
	const struct subject *subject = &self->subject;
	struct vfio_device_info info = { 0 };
	struct vfio_irq_info irq = { 0 };
	uint32_t argsz, region;

	SUBJECT_NEEDED(subject);
	for (irq.index = 0; irq.index < VFIO_PCI_NUM_IRQS; irq.index++)
		check_struct(subject, "irq_info", VFIO_DEVICE_GET_IRQ_INFO, &irq, sizeof(irq),
			     BUFFER, self->wrong);
	for (argsz = INFO_WITHOUT_CAPS; argsz <= 40; argsz += 4)
		check_struct(subject, "device_info", VFIO_DEVICE_GET_INFO, &info,
			     argsz < INFO_WITH_CAPS ? INFO_WITHOUT_CAPS : INFO_WITH_CAPS, argsz,
			     self->wrong);
	for (region = 0; region < VFIO_PCI_NUM_REGIONS && !*self->wrong; region++)
		check_bytes(subject, region, self->wrong);
	observe(*self->wrong ? self->wrong : "clean", "%s.answers.bytes", variant->role);
	EXPECT_STREQ("", self->wrong);
}

TEST_HARNESS_MAIN
