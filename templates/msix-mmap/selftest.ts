// SPDX-License-Identifier: GPL-2.0-only
import type { Program } from '../../src/c/fragment.ts';
import type { PatchTemplate } from '../../src/series/topic.ts';
import type { BarPromise, Contract, Mmap, OptIn } from './contract.ts';
import type { Layout } from './layout/index.ts';

const NAME = 'vfio_pci_msix_mmap_test';
const SPARSE = 'VFIO_REGION_INFO_CAP_SPARSE_MMAP';

/** The macros by which a program calls the design, as Variant.client() has them. */
type Client = Readonly<Record<string, string>>;

/**
 * What a design promises, as a test in the manner of the tree's own vfio selftests: the last patch of its series, on
 * trees that have them. kernel-tests/msix-mmap asks more, and on every tree; this is what can be posted.
 *
 * @param title of the design
 */
export function selftest(
  layout: Layout,
  contract: Contract,
  client: Client,
  title: string,
): PatchTemplate<Layout> | undefined {
  const { selftests } = layout;
  if (!selftests) return undefined;
  return {
    subject: 'vfio: selftests: Test what mmap gives of the MSI-X table',
    body: `No selftest looks at the BAR that holds the MSI-X table, other than by mapping
every BAR whole on its way to something else.

Add one that compares region info, its capabilities and what mmap gives of the
table's pages and of those around them with what the patch before promises${
      contract.optIn
        ? `, before and after userspace opted in; calls of the opt-in with wrong arguments have
to fail and to change nothing`
        : ''
    }.  The device is opened without vfio_pci_device_init(), which maps all BARs and
takes it for granted that it can.

The table is found by the MSI-X capability in config space.  A device without
one is skipped, and so is a BAR too small to be mapped.`,
    edits: () => [],
    files: () => selftests.gain(NAME, source(contract, client, title)),
  };
}

function source(contract: Contract, client: Client, title: string): Program {
  const { fresh, notIsolated, optIn } = contract;
  return `// SPDX-License-Identifier: GPL-2.0-only
/*
 * What userspace may map of the BAR that holds a device's MSI-X table, and
 * what it is told about it: ${title}.
 */
#include <stdlib.h>

#include <sys/ioctl.h>
#include <sys/mman.h>

#include <linux/pci_regs.h>
#include <linux/vfio.h>

#include <libvfio.h>

#include "kselftest_harness.h"

static const char *device_bdf;

FIXTURE(${NAME}) {
	struct iommu *iommu;
	struct vfio_pci_device *device;
	/* The BAR with the table, and the part of it that the table's pages are */
	u32 bar;
	u64 table_start;
	u64 table_end;
	struct vfio_region_info *info;
};

FIXTURE_VARIANT(${NAME}) {
	const char *iommu_mode;
};

#define FIXTURE_VARIANT_ADD_IOMMU_MODE(_iommu_mode)		\\
FIXTURE_VARIANT_ADD(${NAME}, _iommu_mode) {	\\
	.iommu_mode = #_iommu_mode,				\\
}

FIXTURE_VARIANT_ADD_ALL_IOMMU_MODES();

#undef FIXTURE_VARIANT_ADD_IOMMU_MODE

${OPENING}
FIXTURE_SETUP(${NAME})
{
	self->iommu = iommu_init(variant->iommu_mode);
	self->device = device_open(self->iommu);

	if (!find_table(self->device, &self->bar, &self->table_start,
			&self->table_end))
		SKIP(return, "No MSI-X on device %s", device_bdf);

	self->info = region_info(self->device, self->bar);
	if (!(self->info->flags & VFIO_REGION_INFO_FLAG_MMAP))
		SKIP(return, "BAR %u of device %s cannot be mapped",
		     self->bar, device_bdf);
}

FIXTURE_TEARDOWN(${NAME})
{
${optIn?.withdraw === 'ok' ? `	opt_in(self->device, sizeof(struct ${client.OPTIN_STRUCT}), 0);\n` : ''}	free(self->info);
	device_close(self->device);
	iommu_cleanup(self->iommu);
}

${optIn ? calls(client) : ''}static int map_range(struct vfio_pci_device *device,
		     struct vfio_region_info *info, u64 start, u64 end)
{
	void *vaddr;

	vaddr = mmap(NULL, end - start, PROT_READ | PROT_WRITE, MAP_SHARED,
		     device->fd, info->offset + start);
	if (vaddr == MAP_FAILED)
		return -errno;

	VFIO_ASSERT_EQ(munmap(vaddr, end - start), 0);
	return 0;
}

${states(fresh, notIsolated)}
${optIn ? optInTests(optIn, client) : ''}int main(int argc, char *argv[])
{
	device_bdf = vfio_selftests_get_bdf(&argc, argv);
	return test_harness_run(argc, argv);
}
`;
}

const OPENING: Program = `/* Like vfio_pci_device_init(), less the mappings of all BARs */
static struct vfio_pci_device *device_open(struct iommu *iommu)
{
	struct vfio_pci_device *device;

	device = vfio_pci_device_alloc(device_bdf, iommu);

	if (iommu->mode->container_path) {
		vfio_pci_group_setup(device, device_bdf);
		vfio_container_set_iommu(device);
		__vfio_pci_group_get_device_fd(device, device_bdf, NULL);
		VFIO_ASSERT_GE(device->fd, 0);
	} else {
		vfio_pci_cdev_open(device, device_bdf);
		VFIO_ASSERT_EQ(__vfio_device_bind_iommufd(device->fd,
							  iommu->iommufd, NULL), 0);
	}

	device->config_space.argsz = sizeof(device->config_space);
	device->config_space.index = VFIO_PCI_CONFIG_REGION_INDEX;
	ioctl_assert(device->fd, VFIO_DEVICE_GET_REGION_INFO,
		     &device->config_space);

	return device;
}

static void device_close(struct vfio_pci_device *device)
{
	VFIO_ASSERT_EQ(close(device->fd), 0);
	if (device->group_fd)
		VFIO_ASSERT_EQ(close(device->group_fd), 0);

	vfio_pci_device_free(device);
}

/* Region info with its capability chain.  Free with free(). */
static struct vfio_region_info *region_info(struct vfio_pci_device *device,
					    u32 index)
{
	struct vfio_region_info *info;
	u32 argsz = sizeof(*info);

	for (;;) {
		info = calloc(1, argsz);
		VFIO_ASSERT_NOT_NULL(info);

		info->argsz = argsz;
		info->index = index;
		ioctl_assert(device->fd, VFIO_DEVICE_GET_REGION_INFO, info);
		if (info->argsz <= argsz)
			return info;

		argsz = info->argsz;
		free(info);
	}
}

static struct vfio_info_cap_header *region_cap(struct vfio_region_info *info,
					       u16 id)
{
	struct vfio_info_cap_header *header;
	u32 offset = info->cap_offset;

	if (!(info->flags & VFIO_REGION_INFO_FLAG_CAPS))
		return NULL;

	while (offset) {
		VFIO_ASSERT_LE(offset + sizeof(*header), info->argsz);
		header = (void *)info + offset;
		if (header->id == id)
			return header;

		VFIO_ASSERT_TRUE(!header->next || header->next > offset);
		offset = header->next;
	}

	return NULL;
}

static bool find_table(struct vfio_pci_device *device, u32 *bar, u64 *start,
		       u64 *end)
{
	u64 page_mask = ~((u64)getpagesize() - 1);
	u32 table, entries;
	u8 pos;

	if (!(vfio_pci_config_readw(device, PCI_STATUS) & PCI_STATUS_CAP_LIST))
		return false;

	pos = vfio_pci_config_readb(device, PCI_CAPABILITY_LIST);
	while (pos && vfio_pci_config_readb(device, pos) != PCI_CAP_ID_MSIX)
		pos = vfio_pci_config_readb(device, pos + PCI_CAP_LIST_NEXT);
	if (!pos)
		return false;

	entries = vfio_pci_config_readw(device, pos + PCI_MSIX_FLAGS);
	entries = (entries & PCI_MSIX_FLAGS_QSIZE) + 1;
	table = vfio_pci_config_readl(device, pos + PCI_MSIX_TABLE);

	*bar = table & PCI_MSIX_TABLE_BIR;
	*start = table & PCI_MSIX_TABLE_OFFSET;
	*end = *start + entries * PCI_MSIX_ENTRY_SIZE;

	*start &= page_mask;
	*end = (*end + ~page_mask) & page_mask;
	return true;
}
`;

/** `0`, `-EINVAL`, or what it is in each of two states. */
function errno(now: Mmap, otherwise: Mmap | undefined): Program {
  const value = (result: Mmap) => (result === 'ok' ? '0' : `-${result}`);
  if (otherwise === undefined || otherwise === now) return value(now);
  return `restricted ? ${value(otherwise)} : ${value(now)}`;
}

/** Flags or-ed, one a line. */
const or = (names: readonly string[], indent: string) => names.join(` |\n${indent}`);

/** The region as it is found, and what can be mapped of it. */
function states(fresh: BarPromise, otherwise: Contract | undefined): Program {
  const other = otherwise?.fresh;
  // A kernel that decides by the machine tells by the sparse capability what it decided.
  const decides = other
    ? `	/* The kernel decides by the machine, and tells by this capability */
	bool restricted = !!region_cap(self->info, ${SPARSE});
`
    : '';
  const flags = other
    ? `	u32 flags;

	flags = ${or(fresh.flags, '\t\t')};
	if (restricted)
		flags = ${or(other.flags, '\t\t\t')};
`
    : `	u32 flags = ${or(fresh.flags, '\t\t    ')};
`;
  return `TEST_F(${NAME}, region_info)
{
${decides}${flags}
	EXPECT_EQ(self->info->flags, flags);
}

${capabilities('capabilities', 'self->info', fresh, other, '')}
TEST_F(${NAME}, map_table)
{
${decides ? `${decides}\n` : ''}	EXPECT_EQ(map_range(self->device, self->info, self->table_start,
			    self->table_end), ${errno(fresh.mmap.table, other?.mmap.table)});
}

TEST_F(${NAME}, map_whole)
{
${decides ? `${decides}\n` : ''}	EXPECT_EQ(map_range(self->device, self->info, 0, self->info->size),
		  ${errno(fresh.mmap.whole, other?.mmap.whole)});
}

TEST_F(${NAME}, map_around)
{
	if (self->table_start) {
		EXPECT_EQ(map_range(self->device, self->info, 0,
				    self->table_start), ${errno(fresh.mmap.before, other?.mmap.before)});
	}
	if (self->table_end < self->info->size) {
		EXPECT_EQ(map_range(self->device, self->info, self->table_end,
				    self->info->size), ${errno(fresh.mmap.after, other?.mmap.after)});
	}
}

TEST_F(${NAME}, map_past_end)
{
	EXPECT_EQ(map_range(self->device, self->info, 0,
			    self->info->size + getpagesize()), -${fresh.mmap.past});
}
`;
}

/** What the capability chain holds; areas of a sparse capability leave the table's pages out. */
function capabilities(
  name: string,
  info: string,
  { capabilities: promised, sparse }: BarPromise,
  other: BarPromise | undefined,
  before: string,
): Program {
  if (sparse === 'around' || other?.sparse === 'around') {
    const missing =
      sparse === 'around'
        ? '	ASSERT_NE(header, NULL);\n'
        : '	if (!header)\n		SKIP(return, "The kernel lets the table be mapped");\n';
    return `TEST_F(${NAME}, ${name})
{
	struct vfio_region_info_cap_sparse_mmap *sparse;
	struct vfio_info_cap_header *header;

${before}	header = region_cap(${info}, ${SPARSE});
${missing}
	sparse = container_of(header, struct vfio_region_info_cap_sparse_mmap,
			      header);
	for (u32 i = 0; i < sparse->nr_areas; i++) {
		u64 start = sparse->areas[i].offset;
		u64 end = start + sparse->areas[i].size;

		EXPECT_TRUE(end <= self->table_start ||
			    start >= self->table_end);
		EXPECT_EQ(map_range(self->device, ${info}, start, end), 0);
	}
}
`;
  }
  const lines = promised.map((id) => `	EXPECT_NE(region_cap(${info}, ${id}),\n		  NULL);\n`);
  return `TEST_F(${NAME}, ${name})
{
${before}${lines.join('')}	EXPECT_EQ(region_cap(${info}, ${SPARSE}), NULL);
}
`;
}

/** The call of the opt-in; the struct of an ioctl of its own and that of a device feature begin alike. */
function calls(client: Client): Program {
  return `static int opt_in(struct vfio_pci_device *device, u32 argsz, u32 flags)
{
	struct ${client.OPTIN_STRUCT} arg = {
		.argsz = argsz,
		.flags = flags,
	};

	if (ioctl(device->fd, ${client.OPTIN_IOCTL}, &arg))
		return -errno;

	return 0;
}

`;
}

function optInTests(optIn: OptIn, client: Client): Program {
  const argsz = `sizeof(struct ${client.OPTIN_STRUCT})`;
  const flags = or(optIn.flags, '\t\t\t');
  const enable = `	ASSERT_EQ(opt_in(self->device, ${argsz},
			 ${or(optIn.flags, '\t\t\t ')}), 0);
`;
  const table = (expected: string) => `	EXPECT_EQ(map_range(self->device, self->info, self->table_start,
			    self->table_end), ${expected});
`;
  const again = `	free(self->info);
	self->info = region_info(self->device, self->bar);
`;
  const state = (name: 'fresh' | 'opted') => (name === 'opted' ? '0' : '-EINVAL');
  const { after } = optIn;
  return `TEST_F(${NAME}, opt_in)
{
	u32 flags = ${or(after.flags, '\t\t    ')};

${enable}
${again}	EXPECT_EQ(self->info->flags, flags);
${after.sparse === 'absent' ? `	EXPECT_EQ(region_cap(self->info, ${SPARSE}), NULL);\n` : ''}
${table(errno(after.mmap.table, undefined))}	EXPECT_EQ(map_range(self->device, self->info, 0, self->info->size),
		  ${errno(after.mmap.whole, undefined)});
}

TEST_F(${NAME}, opt_in_wrong)
{
	u32 flags = ${flags};

	EXPECT_EQ(opt_in(self->device, sizeof(u32), flags), -${optIn.shortArgsz});
	EXPECT_EQ(opt_in(self->device, ${argsz},
			 flags | 1U << 31), -${optIn.unknownFlags});
	EXPECT_EQ(ioctl(self->device->fd, ${client.OPTIN_IOCTL}, NULL),
		  -1);
	EXPECT_EQ(errno, ${optIn.badPointer});

${table('-EINVAL')}}

${
  optIn.withdraw === 'none'
    ? ''
    : `TEST_F(${NAME}, opt_in_withdrawn)
{
${enable}	EXPECT_EQ(opt_in(self->device, ${argsz}, 0),
		  ${optIn.withdraw === 'ok' ? '0' : `-${optIn.withdraw}`});
${table(state(optIn.afterWithdraw))}}

`
}TEST_F(${NAME}, opt_in_reopened)
{
${enable}	device_close(self->device);
	self->device = device_open(self->iommu);

${table(state(optIn.reopen))}}

`;
}
