// SPDX-License-Identifier: GPL-2.0
/*
 * A userspace of today on the kernel under test: it knows the capability that
 * v4.16 brought (VFIO_REGION_INFO_CAP_MSIX_MAPPABLE), and takes a BAR without
 * it to be one whose table it must not map. In two manners:
 *
 *   qemu   as vfio_pci_fixup_msix_region(): what region info says, less the
 *          pages of the table if nothing says that they may be mapped
 *   dpdk   as pci_vfio_mmap_bar(): address space for the whole BAR, in it what
 *          lies around the table, or all if that may be mapped; sparse areas
 *          are not looked at
 *
 * The contract has no key for it, since region info decides: see promise().
 *
 * today.{e1000e,nvme,nvme64k,virtio}.
 *   maps_like_{qemu,dpdk}   <role>.today.{qemu,dpdk}.{maps,areas,reads}
 *                           and with its mappings in place, e1000e.today.<manner>.irq
 */
#include "harness.h"

#include <linux/vfio.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "client.h"
#include "contract.h"
#include "observe.h"
#include "region.h"
#include "registers.h"
#include "source.h"
#include "state.h"
#include "subject.h"

FIXTURE(today) {
	struct subject subject;
	struct client client;
	void *reserved;
	uint64_t reserved_length;
};

FIXTURE_VARIANT(today) {
	const char *role;
};

FIXTURE_VARIANT_ADD(today, e1000e) { .role = "e1000e" };
FIXTURE_VARIANT_ADD(today, nvme) { .role = "nvme" };
FIXTURE_VARIANT_ADD(today, nvme64k) { .role = "nvme64k" };
FIXTURE_VARIANT_ADD(today, virtio) { .role = "virtio" };

FIXTURE_SETUP(today)
{
	self->reserved = MAP_FAILED;
	SUBJECT_SETUP(&self->subject, variant->role);
	ASSERT_EQ(0, subject_bar(&self->subject, self->subject.msix.table_bar, &self->client.bar));
}

FIXTURE_TEARDOWN(today)
{
	client_unmap(&self->client);
	if (self->reserved != MAP_FAILED)
		munmap(self->reserved, self->reserved_length);
	subject_close(&self->subject);
}

/* The table's pages as both work them out, from config space and the host's page size. */
static void table_pages(const struct msix *msix, uint64_t *start, uint64_t *end)
{
	uint64_t page = sysconf(_SC_PAGESIZE);

	*start = msix->table_offset & ~(page - 1);
	*end = (msix->table_offset + (uint64_t)msix->entries * MSIX_ENTRY_SIZE + page - 1) &
	       ~(page - 1);
}

static void map_like_qemu(struct client *client, const struct msix *msix,
			  const struct vfio_region_info *info)
{
	const struct vfio_region_info_cap_sparse_mmap *sparse;
	uint64_t start, end;
	uint32_t i;

	if (!(info->flags & VFIO_REGION_INFO_FLAG_MMAP))
		return;
	sparse = (const void *)region_capability(info, VFIO_REGION_INFO_CAP_SPARSE_MMAP);
	for (i = 0; sparse && i < sparse->nr_areas; i++)
		client_map(client, sparse->areas[i].offset, sparse->areas[i].size);
	if (sparse)
		return;
	if (region_capability(info, VFIO_REGION_INFO_CAP_MSIX_MAPPABLE)) {
		client_map(client, 0, info->size);
		return;
	}
	table_pages(msix, &start, &end);
	client_map(client, 0, start);
	if (end < info->size)
		client_map(client, end, info->size - end);
}

/* Like client_map(), at its place in the address space that was reserved for the BAR. */
static void map_in_place(FIXTURE_DATA(today) *self, uint64_t start, uint64_t length)
{
	struct client *client = &self->client;

	if (!length)
		return;
	client->areas[client->nr_areas++] = (struct area){
		start, length,
		mmap((char *)self->reserved + start, length, PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_FIXED, client->bar.device, client->bar.offset + start),
	};
}

static void map_like_dpdk(FIXTURE_DATA(today) *self, const struct vfio_region_info *info)
{
	uint64_t start, end;

	if (!(info->flags & VFIO_REGION_INFO_FLAG_MMAP))
		return;
	table_pages(&self->subject.msix, &start, &end);
	if (region_capability(info, VFIO_REGION_INFO_CAP_MSIX_MAPPABLE))
		start = end = info->size;
	if (!start && end >= info->size)
		return;
	self->reserved_length = info->size;
	self->reserved = mmap(NULL, info->size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (self->reserved == MAP_FAILED)
		return;
	map_in_place(self, 0, start);
	if (end < info->size)
		map_in_place(self, end, info->size - end);
}

/* Is an id in the contract's list of capabilities? */
static bool promised_capability(unsigned int id)
{
	char list[256], *rest = list, *item;

	snprintf(list, sizeof(list), "%s", contract_value("fresh.caps"));
	while ((item = strsep(&rest, ",")))
		if (strtoul(item, NULL, 10) == id)
			return true;
	return false;
}

/* What comes of region info that is as promised: see the two manners. */
static const char *promise(const struct client *client)
{
	if (!client->bar.mappable ||
	    !(contract_number("fresh.flags") & VFIO_REGION_INFO_FLAG_MMAP))
		return "nothing";
	if (promised_capability(VFIO_REGION_INFO_CAP_MSIX_MAPPABLE))
		return "whole";
	return client_spares_all(client) ? "nothing" : "around";
}

static void check_works(struct __test_metadata *_metadata, FIXTURE_DATA(today) *self,
			const char *manner)
{
	const struct subject *subject = &self->subject;
	const struct client *client = &self->client;
	struct ordinary_register ordinary;
	char areas[CLIENT_TEXT];
	const char *promised = promise(client), *seen;
	struct source source;

	client_text(client, areas);
	observe(areas, "%s.today.%s.areas", subject->role, manner);
	seen = client_maps(client);
	observe(seen, "%s.today.%s.maps", subject->role, manner);
	EXPECT_STREQ(promised, seen);

	ASSERT_TRUE(ordinary_register_in(subject, client->bar.index, &ordinary));
	seen = client_reads(client, ordinary.offset);
	observe(seen, "%s.today.%s.reads", subject->role, manner);
	EXPECT_STREQ(!strcmp(promised, "nothing") ||
		     (!strcmp(promised, "around") && client_spares(client, ordinary.offset)) ?
		     "nothing" : "ok", seen);

	if (strcmp(subject->role, "e1000e"))
		return;
	ASSERT_EQ(0, source_arm(&source, subject));
	seen = source_interrupt(&source, 0);
	observe(seen, "%s.today.%s.irq", subject->role, manner);
	EXPECT_STREQ("ok", seen);
	source_disarm(&source);
}

TEST_F(today, maps_like_qemu)
{
	struct vfio_region_info *info;

	SUBJECT_NEEDED(&self->subject);
	info = region_info(self->client.bar.device, self->client.bar.index);
	ASSERT_NE(NULL, info);
	map_like_qemu(&self->client, &self->subject.msix, info);
	free(info);
	check_works(_metadata, self, "qemu");
}

TEST_F(today, maps_like_dpdk)
{
	struct vfio_region_info *info;

	SUBJECT_NEEDED(&self->subject);
	info = region_info(self->client.bar.device, self->client.bar.index);
	ASSERT_NE(NULL, info);
	map_like_dpdk(self, info);
	free(info);
	check_works(_metadata, self, "dpdk");
}

TEST_HARNESS_MAIN
