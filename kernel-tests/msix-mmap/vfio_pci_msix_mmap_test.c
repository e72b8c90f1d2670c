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
 *                              <role>.msix.{table,pba}: where the device says they are, as
 *                              bar<N>:0x<offset>+0x<bytes>
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
 * further.{nvme64k,xhci,virtio,vmxnet3,igb}.
 *   is_as_promised             all of the keys above
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

/* The PBA has a bit a vector, in words of 64 bits. */
static void observe_msix(const char *role, const struct msix *msix)
{
	char text[REGION_TEXT];

	if (!msix->present)
		return;
	snprintf(text, sizeof(text), "bar%u:0x%x+0x%x", msix->table_bar, msix->table_offset,
		 msix->entries * MSIX_ENTRY_SIZE);
	observe(text, "%s.msix.table", role);
	snprintf(text, sizeof(text), "bar%u:0x%x+0x%x", msix->pba_bar, msix->pba_offset,
		 (msix->entries + 63) / 64 * 8);
	observe(text, "%s.msix.pba", role);
}

static void check_regions(struct __test_metadata *_metadata, const struct subject *subject)
{
	const char *role = subject->role, *fault;
	const struct msix *msix = &subject->msix;
	struct vfio_region_info *info;
	char text[REGION_TEXT];
	unsigned int i;

	observe_msix(role, msix);
	for (i = VFIO_PCI_BAR0_REGION_INDEX; i <= VFIO_PCI_CONFIG_REGION_INDEX; i++) {
		info = region_info(subject->vfio.device, i);
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

TEST_F(device, regions_are_well_formed)
{
	SUBJECT_NEEDED(&self->subject);
	check_regions(_metadata, &self->subject);
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

static void check_argsz(struct __test_metadata *_metadata, const struct subject *subject)
{
	int device = subject->vfio.device;
	struct vfio_region_info *info;
	char text[REGION_TEXT];
	uint32_t argsz, needed;
	unsigned int i;
	bool overrun;

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
		observe(text, "%s.region%u.argsz", subject->role, i);

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

TEST_F(device, argsz_protocol)
{
	SUBJECT_NEEDED(&self->subject);
	check_argsz(_metadata, &self->subject);
}

/* The contract's word on the page that holds a register. */
static const char *page_promise(const struct bar *bar, uint64_t page)
{
	if (!bar->mappable)
		return "EINVAL";
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

	ASSERT_EQ(0, subject_bar(subject, ordinary->bar, &bar));
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

static void check_registers(struct __test_metadata *_metadata, const struct subject *subject)
{
	struct ordinary_register ordinary;
	unsigned int i;

	for (i = 0; ordinary_register_at(subject, i, &ordinary); i++)
		check_register(_metadata, subject, &ordinary);
	EXPECT_NE(0, i);
}

TEST_F(device, pread_and_mmap_agree)
{
	SUBJECT_NEEDED(&self->subject);
	check_registers(_metadata, &self->subject);
}

/*
 * VFIO_BASE + 18 to + 27 are unused up to v6.1. Since v6.6 the first four are
 * taken, on a device fd only where there is iommufd (CONFIG_VFIO_DEVICE_CDEV).
 * The number that the contract gives to the opt-in is left to its own tests.
 */
#define FIRST_UNKNOWN 18
#define FIRST_UNKNOWN_WITH_IOMMUFD 22
#define LAST_UNKNOWN 27

static void check_unknown_ioctl(struct __test_metadata *_metadata, const struct subject *subject)
{
	int device = subject->vfio.device;
	char seen[64] = "ENOTTY";
	unsigned int number;
	const char *answer;

	number = access("/dev/iommu", F_OK) ? FIRST_UNKNOWN : FIRST_UNKNOWN_WITH_IOMMUFD;
	for (; number <= LAST_UNKNOWN; number++) {
		if (optin_exists() &&
		    optin_request() == (long long)_IO(VFIO_TYPE, VFIO_BASE + number))
			continue;
		answer = errno_name(ioctl(device, _IO(VFIO_TYPE, VFIO_BASE + number), NULL) ?
				    errno : 0);
		if (strcmp(answer, "ENOTTY"))
			snprintf(seen, sizeof(seen), "%s(base+%u)", answer, number);
	}
	observe(seen, "%s.unknown_ioctl", subject->role);
	EXPECT_STREQ(contract_value("unknown_ioctl"), seen);
}

TEST_F(device, unknown_ioctl)
{
	SUBJECT_NEEDED(&self->subject);
	check_unknown_ioctl(_metadata, &self->subject);
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
	ASSERT_EQ(0, subject_bar(&self->subject, self->subject.msix.table_bar, &self->bar));
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
	ASSERT_EQ(0, subject_bar(&self->subject, 0, &self->bar));
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
	SUBJECT_SETUP(&self->subject, variant->role);
	ASSERT_TRUE(self->subject.msix.present);
	ASSERT_EQ(0, subject_bar(&self->subject, self->subject.msix.table_bar, &self->bar));
}

FIXTURE_TEARDOWN(further)
{
	subject_close(&self->subject);
}

/* The same as of the others, in one test: to open a device takes longer than all that is asked of it. */
TEST_F(further, is_as_promised)
{
	SUBJECT_NEEDED(&self->subject);
	check_regions(_metadata, &self->subject);
	check_argsz(_metadata, &self->subject);
	check_registers(_metadata, &self->subject);
	check_unknown_ioctl(_metadata, &self->subject);
	check_state(_metadata, &self->subject, &self->bar, "fresh");
	check_pread_hides(_metadata, &self->subject, &self->bar, "fresh");
}

TEST_HARNESS_MAIN
