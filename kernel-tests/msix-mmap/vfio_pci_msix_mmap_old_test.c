// SPDX-License-Identifier: GPL-2.0
/*
 * An old userspace on a new kernel: built against the header before the
 * change, and written as clients of that header were. It honours the sparse
 * mmap capability, else maps a BAR whole that has FLAG_MMAP, and passes over
 * flags and capabilities it does not know.
 *
 * old_userspace.{e1000e,nvme,nvme64k,virtio}.
 *   maps_what_it_did           <role>.old.maps: around, whole, nothing; "refused" when an
 *                              advertised range is not mapped; <role>.old.areas
 *   reads_through_its_mapping  <role>.old.reads: ok, nothing, SIGBUS, differs
 */
#include "harness.h"

#include <linux/vfio.h>
#include <stdint.h>

#include "client.h"
#include "contract.h"
#include "observe.h"
#include "region.h"
#include "registers.h"
#include "subject.h"

FIXTURE(old_userspace) {
	struct subject subject;
	struct client client;
};

FIXTURE_VARIANT(old_userspace) {
	const char *role;
};

FIXTURE_VARIANT_ADD(old_userspace, e1000e) { .role = "e1000e" };
FIXTURE_VARIANT_ADD(old_userspace, nvme) { .role = "nvme" };
FIXTURE_VARIANT_ADD(old_userspace, nvme64k) { .role = "nvme64k" };
/* Its table has a BAR of one page for itself: nothing is left around it. */
FIXTURE_VARIANT_ADD(old_userspace, virtio) { .role = "virtio" };

static void map_as_then(struct client *client, const struct vfio_region_info *info)
{
	const struct vfio_region_info_cap_sparse_mmap *sparse;
	uint32_t i;

	if (!(info->flags & VFIO_REGION_INFO_FLAG_MMAP))
		return;
	sparse = (const void *)region_capability(info, VFIO_REGION_INFO_CAP_SPARSE_MMAP);
	if (!sparse)
		client_map(client, 0, info->size);
	for (i = 0; sparse && i < sparse->nr_areas; i++)
		client_map(client, sparse->areas[i].offset, sparse->areas[i].size);
}

FIXTURE_SETUP(old_userspace)
{
	struct vfio_region_info *info;

	SUBJECT_SETUP(&self->subject, variant->role);
	ASSERT_EQ(0, subject_bar(&self->subject, self->subject.msix.table_bar, &self->client.bar));
	info = region_info(self->client.bar.device, self->client.bar.index);
	ASSERT_NE(NULL, info);
	map_as_then(&self->client, info);
	free(info);
}

FIXTURE_TEARDOWN(old_userspace)
{
	client_unmap(&self->client);
	subject_close(&self->subject);
}

static bool maps_nothing(const struct client *client)
{
	return !client->bar.mappable || contract_says("old.maps", "nothing") ||
	       (contract_says("old.maps", "around") && client_spares_all(client));
}

TEST_F(old_userspace, maps_what_it_did)
{
	char areas[CLIENT_TEXT];
	const char *maps;

	SUBJECT_NEEDED(&self->subject);
	client_text(&self->client, areas);
	observe(areas, "%s.old.areas", variant->role);
	maps = client_maps(&self->client);
	observe(maps, "%s.old.maps", variant->role);
	EXPECT_STREQ(maps_nothing(&self->client) ? "nothing" : contract_value("old.maps"), maps);
}

TEST_F(old_userspace, reads_through_its_mapping)
{
	struct client *client = &self->client;
	struct ordinary_register ordinary;
	const char *seen;
	bool spared;

	SUBJECT_NEEDED(&self->subject);
	ASSERT_TRUE(ordinary_register_in(&self->subject, client->bar.index, &ordinary));
	seen = client_reads(client, ordinary.offset);
	observe(seen, "%s.old.reads", variant->role);
	/* With large pages the register may lie where `around` leaves a hole. */
	spared = contract_says("old.maps", "around") && client_spares(client, ordinary.offset);
	EXPECT_STREQ(maps_nothing(client) || spared ? "nothing" : "ok", seen);
}

TEST_HARNESS_MAIN
