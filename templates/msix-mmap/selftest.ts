// SPDX-License-Identifier: GPL-2.0-only
import type { Program, TopLevel } from '../../src/c/fragment.ts';
import type { PatchTemplate } from '../../src/series/topic.ts';
import type { BarPromise, Contract, Mmap, OptIn } from './contract.ts';
import type { Layout } from './layout/index.ts';
import { doesNotBuild } from './libvfio.ts';
import { MAPPABLE_CAP } from './mappable-cap.ts';

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
  const { selftests, dmaBuf } = layout;
  if (!selftests) return undefined;
  const decides = contract.notIsolated !== undefined;
  const needs = [
    'finds the MSI-X table',
    ...(dmaBuf ? ['exports a dma-buf'] : []),
    ...(decides ? ['tells whether MSIs are isolated'] : []),
  ];
  return {
    subject: 'vfio: selftests: Test what mmap gives of the MSI-X table',
    body: `No selftest looks at the BAR that holds the MSI-X table, other than by mapping
it on its way to something else.

Add one that compares region info, its capabilities and what mmap${dmaBuf ? ', dma-bufs' : ''} and read()
give of the table's pages and of those around them with what the patches before
promise${
      contract.optIn
        ? `, before and after userspace opted in; calls of the opt-in with wrong arguments have
to fail and to change nothing`
        : ''
    }.  Flags and capabilities are looked for one by one, so that a kernel with more
of them passes too.${
      decides
        ? `

What to expect is not asked of vfio-pci.  Whether MSIs are isolated the IOMMU
backend knows: without allow_unsafe_interrupts it refuses a device whose MSIs are
not.  ${ASKED[contract.decidedBy ?? 'group']}

Where MSIs are isolated a kernel without this series passes too, since it lets
every table be mapped.  The other half needs a machine on which they are not, and
allow_unsafe_interrupts at Y, without which nothing gets hold of the device there.
The test sets the parameter to N and back while it asks the backend.`
        : ''
    }

libvfio gains what ${needs.length > 1 ? `${needs.slice(0, -1).join(', ')} and ${needs.at(-1)}` : needs[0]}.  A device without a
table is skipped, and so is a BAR too small to be mapped.`,
    note: doesNotBuild,
    edits: (made) =>
      made.selftests?.gainsHelpers(
        decides ? ['signal'] : [],
        [FIND, ...(dmaBuf ? [EXPORT] : []), ...(decides ? [ISOLATED] : [])].join('\n'),
        [FIND_DECLARED, ...(dmaBuf ? [EXPORT_DECLARED] : []), ...(decides ? [ISOLATED_DECLARED] : [])].join(
          '',
        ),
      ) ?? [],
    files: () => selftests.gain(NAME, source(contract, client, title, dmaBuf !== undefined)),
  };
}

/** What the backend's answer leaves out. */
const ASKED: Readonly<Record<NonNullable<Contract['decidedBy']>, string>> = {
  group: `It asks iommu_group_has_isolated_msi() as vfio-pci does from here on, so a
fault of that function stays unseen; one in what vfio-pci makes of it does not.`,
  bus: `It answers for the IOMMU group.  A bus can be stricter, since it
remembers a device without remapped MSIs that is in another group or was removed.
There the test fails although the kernel is right: take a device on another bus.`,
};

const FIND: TopLevel = `/* Offset of a capability in config space, or 0 */
static u8 vfio_pci_config_cap(struct vfio_pci_device *device, u8 id)
{
	/* As many as there is room for behind the header */
	int ttl = (PCI_CFG_SPACE_SIZE - PCI_STD_HEADER_SIZEOF) / 4;
	u8 pos;

	if (!(vfio_pci_config_readw(device, PCI_STATUS) & PCI_STATUS_CAP_LIST))
		return 0;

	pos = vfio_pci_config_readb(device, PCI_CAPABILITY_LIST) & ~3;
	while (pos && ttl--) {
		if (vfio_pci_config_readb(device, pos) == id)
			return pos;

		pos = vfio_pci_config_readb(device, pos + PCI_CAP_LIST_NEXT) & ~3;
	}

	return 0;
}

/* The BAR that holds the MSI-X table, and where in it.  False without one. */
bool vfio_pci_msix_table(struct vfio_pci_device *device, u32 *bar, u64 *offset,
			 u64 *size)
{
	u8 pos = vfio_pci_config_cap(device, PCI_CAP_ID_MSIX);
	u32 table, entries;

	if (!pos)
		return false;

	entries = vfio_pci_config_readw(device, pos + PCI_MSIX_FLAGS);
	entries = (entries & PCI_MSIX_FLAGS_QSIZE) + 1;
	table = vfio_pci_config_readl(device, pos + PCI_MSIX_TABLE);

	*bar = table & PCI_MSIX_TABLE_BIR;
	*offset = table & PCI_MSIX_TABLE_OFFSET;
	*size = entries * PCI_MSIX_ENTRY_SIZE;
	return true;
}
`;

const FIND_DECLARED: TopLevel = `
bool vfio_pci_msix_table(struct vfio_pci_device *device, u32 *bar, u64 *offset,
			 u64 *size);
`;

const EXPORT: TopLevel = `/* A dma-buf of one range of a BAR: its fd, or -errno */
int __vfio_pci_dma_buf_export(struct vfio_pci_device *device, u32 index,
			      u64 offset, u64 length)
{
	struct vfio_device_feature_dma_buf *dma_buf;
	size_t size = sizeof(*dma_buf) + sizeof(dma_buf->dma_ranges[0]);
	int ret;

	dma_buf = calloc(1, size);
	VFIO_ASSERT_NOT_NULL(dma_buf);

	dma_buf->region_index = index;
	dma_buf->open_flags = O_RDWR | O_CLOEXEC;
	dma_buf->nr_ranges = 1;
	dma_buf->dma_ranges[0].offset = offset;
	dma_buf->dma_ranges[0].length = length;

	ret = vfio_device_feature_ioctl(device->fd, VFIO_DEVICE_FEATURE_GET |
					VFIO_DEVICE_FEATURE_DMA_BUF,
					dma_buf, size);
	if (ret < 0)
		ret = -errno;

	free(dma_buf);
	return ret;
}
`;

const EXPORT_DECLARED: TopLevel = `int __vfio_pci_dma_buf_export(struct vfio_pci_device *device, u32 index,
			      u64 offset, u64 length);
`;

const ISOLATED: TopLevel = `/* By which a mode's backend takes devices whose MSIs are not isolated */
static int open_unsafe_interrupts(struct iommu *iommu)
{
	const char *type1 = "/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts";
	const char *iommufd = "/sys/module/iommufd/parameters/allow_unsafe_interrupts";
	const char *path = iommu->mode->container_path;
	int fd;

	/* Behind /dev/vfio/vfio is iommufd, where it was built to provide it */
	path = path && !strcmp(path, "/dev/vfio/vfio") && !access(type1, F_OK) ?
	       type1 : iommufd;
	fd = open(path, O_RDWR);
	VFIO_ASSERT_GE(fd, 0, "open(%s) failed\\n", path);
	return fd;
}

/*
 * Whether the device can raise no interrupts but its own, by what the IOMMU
 * backend does: it refuses others, where it does not allow unsafe interrupts.
 * Nobody may have the device open.
 *
 * What the backend allows is set for the whole machine, so nothing between
 * setting it and setting it back may exit or be interrupted: no assertion, and
 * no signal but SIGKILL.
 */
bool vfio_pci_msi_isolated(const char *bdf, const char *iommu_mode)
{
	struct iommu *iommu = iommu_init(iommu_mode);
	struct vfio_pci_device *device = vfio_pci_device_alloc(bdf, iommu);
	sigset_t all, before;
	int unsafe, ret = 0;
	char allowed;

	device->fd = -1;
	if (iommu->mode->container_path)
		vfio_pci_group_setup(device, bdf);
	else
		vfio_pci_cdev_open(device, bdf);

	unsafe = open_unsafe_interrupts(iommu);
	VFIO_ASSERT_EQ(pread(unsafe, &allowed, 1, 0), 1);

	sigfillset(&all);
	VFIO_ASSERT_EQ(sigprocmask(SIG_BLOCK, &all, &before), 0);
	if (pwrite(unsafe, "N", 1, 0) != 1) {
		ret = -EIO;
	} else if (iommu->mode->container_path) {
		if (ioctl(iommu->container_fd, VFIO_SET_IOMMU,
			  (void *)iommu->mode->iommu_type))
			ret = -errno;
		else
			device->fd = ioctl(device->group_fd,
					   VFIO_GROUP_GET_DEVICE_FD, bdf);
		if (!ret && device->fd < 0)
			ret = -errno;
	} else {
		ret = __vfio_device_bind_iommufd(device->fd, iommu->iommufd,
						 NULL);
	}
	if (pwrite(unsafe, &allowed, 1, 0) != 1)
		ret = -EIO;
	sigprocmask(SIG_SETMASK, &before, NULL);

	VFIO_ASSERT_TRUE(!ret || ret == -EPERM);
	VFIO_ASSERT_EQ(close(unsafe), 0);
	if (device->fd >= 0)
		VFIO_ASSERT_EQ(close(device->fd), 0);
	if (device->group_fd)
		VFIO_ASSERT_EQ(close(device->group_fd), 0);
	vfio_pci_device_free(device);
	iommu_cleanup(iommu);

	return !ret;
}
`;

const ISOLATED_DECLARED: TopLevel = `bool vfio_pci_msi_isolated(const char *bdf, const char *iommu_mode);
`;

function source(contract: Contract, client: Client, title: string, dmaBuf: boolean): Program {
  const { fresh, notIsolated, optIn } = contract;
  const decides = notIsolated !== undefined;
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
	u64 table;
	u64 table_start;
	u64 table_end;
	struct vfio_region_info *info;
${
  decides
    ? `	/* By the IOMMU backend, which is not what is tested */
	bool restricted;
`
    : ''
}};

FIXTURE_VARIANT(${NAME}) {
	const char *iommu_mode;
};

#define FIXTURE_VARIANT_ADD_IOMMU_MODE(_iommu_mode)		\\
FIXTURE_VARIANT_ADD(${NAME}, _iommu_mode) {	\\
	.iommu_mode = #_iommu_mode,				\\
}

FIXTURE_VARIANT_ADD_ALL_IOMMU_MODES();

#undef FIXTURE_VARIANT_ADD_IOMMU_MODE

FIXTURE_SETUP(${NAME})
{
	u64 page_mask = ~((u64)getpagesize() - 1);
	u64 size;

${
  decides
    ? `	self->restricted = !vfio_pci_msi_isolated(device_bdf,
						  variant->iommu_mode);
`
    : ''
}	self->iommu = iommu_init(variant->iommu_mode);
	self->device = vfio_pci_device_init(device_bdf, self->iommu);

	if (!vfio_pci_msix_table(self->device, &self->bar, &self->table, &size))
		SKIP(return, "No MSI-X on device %s", device_bdf);

	self->table_start = self->table & page_mask;
	self->table_end = (self->table + size + ~page_mask) & page_mask;

	self->info = vfio_pci_region_info(self->device, self->bar);
	if (!(self->info->flags & VFIO_REGION_INFO_FLAG_MMAP))
		SKIP(return, "BAR %u of device %s cannot be mapped",
		     self->bar, device_bdf);
}

FIXTURE_TEARDOWN(${NAME})
{
${
  optIn?.withdraw === 'ok'
    ? `	opt_in(self->device->fd, sizeof(struct ${client.OPTIN_STRUCT}), 0);
`
    : ''
}	free(self->info);
	vfio_pci_device_cleanup(self->device);
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

${dmaBuf ? EXPORT_RANGE : ''}${states(contract)}${dmaBuf ? dmaBufTest(fresh, notIsolated?.fresh) : ''}${readTest(contract)}
${optIn ? optInTests(optIn, client, dmaBuf) : ''}int main(int argc, char *argv[])
{
	device_bdf = vfio_selftests_get_bdf(&argc, argv);
	return test_harness_run(argc, argv);
}
`;
}

const EXPORT_RANGE: Program = `static int export_range(struct vfio_pci_device *device, u32 bar, u64 start,
			u64 end)
{
	int fd = __vfio_pci_dma_buf_export(device, bar, start, end - start);

	if (fd < 0)
		return fd;

	VFIO_ASSERT_EQ(close(fd), 0);
	return 0;
}

`;

/** `0`, `-EINVAL`, or what it is in each of two states. */
function errno(now: Mmap, otherwise: Mmap | undefined): Program {
  const value = (result: Mmap) => (result === 'ok' ? '0' : `-${result}`);
  if (otherwise === undefined || otherwise === now) return value(now);
  return `self->restricted ? ${value(otherwise)} : ${value(now)}`;
}

/** Flags or-ed, one a line. */
const or = (names: readonly string[], indent: string) => names.join(` |\n${indent}`);

/** The region as it is found, and what can be mapped of it. */
function states({ fresh, notIsolated }: Contract): Program {
  const other = notIsolated?.fresh;
  return `TEST_F(${NAME}, region_info)
{
	u32 flags = ${or(
    fresh.flags.filter((flag) => !other || other.flags.includes(flag)),
    '\t\t    ',
  )};

	/* A kernel may set more */
	EXPECT_EQ(self->info->flags & flags, flags);
}

${capabilities('capabilities', 'self->info', fresh, other, '')}
TEST_F(${NAME}, map_table)
{
	EXPECT_EQ(map_range(self->device, self->info, self->table_start,
			    self->table_end), ${errno(fresh.mmap.table, other?.mmap.table)});
}

TEST_F(${NAME}, map_whole)
{
	EXPECT_EQ(map_range(self->device, self->info, 0, self->info->size),
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

/** The dma-buf export gives what mmap gives. */
function dmaBufTest(fresh: BarPromise, other: BarPromise | undefined): Program {
  return `TEST_F(${NAME}, dma_buf)
{
	u64 start = self->table_end, end = self->info->size;
	int ret;

	/* A range that no design refuses tells whether there are dma-bufs */
	if (start >= end) {
		start = 0;
		end = self->table_start;
	}
	if (start >= end)
		SKIP(return, "The table's pages fill the BAR");

	ret = export_range(self->device, self->bar, start, end);
	if (ret == -ENOTTY || ret == -EOPNOTSUPP)
		SKIP(return, "No dma-bufs of device %s", device_bdf);

	EXPECT_EQ(ret, 0);
	EXPECT_EQ(export_range(self->device, self->bar, self->table_start,
			       self->table_end), ${errno(fresh.mmap.table, other?.mmap.table)});
	EXPECT_EQ(export_range(self->device, self->bar, 0, self->info->size),
		  ${errno(fresh.mmap.whole, other?.mmap.whole)});
}

`;
}

/** What read() and write() give of the table itself. */
function readTest({ tableByRead, notIsolated }: Contract): Program {
  const shown = tableByRead === 'shown';
  const hidden = shown ? (notIsolated ? '!self->restricted' : 'true') : 'false';
  return `TEST_F(${NAME}, read_write)
{
	u64 offset = self->info->offset + self->table + PCI_MSIX_ENTRY_DATA;
	u32 before, written, after;

	ASSERT_EQ(pread(self->device->fd, &before, 4, offset), 4);
	written = before ^ 0xff;
	ASSERT_EQ(pwrite(self->device->fd, &written, 4, offset), 4);
	ASSERT_EQ(pread(self->device->fd, &after, 4, offset), 4);

	/* Hidden: all ones, whatever is written */
${
  shown
    ? `	EXPECT_EQ(before != ~0U, ${hidden});
	EXPECT_EQ(after == written, ${hidden});
`
    : `	EXPECT_EQ(before, ~0U);
	EXPECT_EQ(after, ~0U);
`
}}
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
  const told = promised
    .filter((id) => id !== SPARSE)
    .map((id) => `	EXPECT_NE(vfio_region_info_cap(${info}, ${id}),\n		  NULL);\n`)
    .join('');
  // Mainline announces it; a design that does not is told by its absence.
  const untold =
    promised.includes(MAPPABLE_CAP) || sparse === 'around'
      ? ''
      : `	EXPECT_EQ(vfio_region_info_cap(${info}, ${MAPPABLE_CAP}),\n		  NULL);\n`;
  if (sparse === 'around' || other?.sparse === 'around') {
    const whole = `${told}${untold}`.replaceAll('\n\t', '\n\t\t').replace(/^\t/, '\t\t');
    const missing =
      sparse === 'around'
        ? '	ASSERT_NE(header, NULL);\n'
        : `	ASSERT_EQ(!!header, self->restricted);
	if (!header) {
${whole}		return;
	}
`;
    return `TEST_F(${NAME}, ${name})
{
	struct vfio_region_info_cap_sparse_mmap *sparse;
	u64 size = self->info->size, listed = 0;
	struct vfio_info_cap_header *header;

${before}	header = vfio_region_info_cap(${info},
				      ${SPARSE});
${missing}	EXPECT_EQ(vfio_region_info_cap(${info}, ${MAPPABLE_CAP}),
		  NULL);

	sparse = container_of(header, struct vfio_region_info_cap_sparse_mmap,
			      header);
	for (u32 i = 0; i < sparse->nr_areas; i++) {
		u64 start = sparse->areas[i].offset;
		u64 end = start + sparse->areas[i].size;

		EXPECT_TRUE(end <= self->table_start ||
			    start >= self->table_end);
		EXPECT_EQ(map_range(self->device, ${info}, start, end), 0);
		listed += sparse->areas[i].size;
	}

	/* All but the table's pages */
	EXPECT_EQ(listed, self->table_start + (size > self->table_end ?
					       size - self->table_end : 0));
}
`;
  }
  return `TEST_F(${NAME}, ${name})
{
${before}${told}${untold}	EXPECT_EQ(vfio_region_info_cap(${info}, ${SPARSE}),
		  NULL);
}
`;
}

/** The call of the opt-in; the struct of an ioctl of its own and that of a device feature begin alike. */
function calls(client: Client): Program {
  return `static int opt_in(int fd, u32 argsz, u32 flags)
{
	struct ${client.OPTIN_STRUCT} arg = {
		.argsz = argsz,
		.flags = flags,
	};

	if (ioctl(fd, ${client.OPTIN_IOCTL}, &arg))
		return -errno;

	return 0;
}

`;
}

function optInTests(optIn: OptIn, client: Client, dmaBuf: boolean): Program {
  const argsz = `sizeof(struct ${client.OPTIN_STRUCT})`;
  const flags = or(optIn.flags, '\t\t\t');
  const probe = optIn.withdraw !== 'none';
  const enable = `	ASSERT_EQ(opt_in(self->device->fd, ${argsz},
			 ${or(optIn.flags, '\t\t\t ')}), 0);
`;
  const table = (expected: string) => `	EXPECT_EQ(map_range(self->device, self->info, self->table_start,
			    self->table_end), ${expected});
`;
  const again = `	free(self->info);
	self->info = vfio_pci_region_info(self->device, self->bar);
`;
  const state = (name: 'fresh' | 'opted') => (name === 'opted' ? '0' : '-EINVAL');
  const { after } = optIn;
  return `${optIn.nothing === 'ENOTTY' ? nothingTest(argsz, flags, probe) : ''}TEST_F(${NAME}, opt_in)
{
	u32 flags = ${or(after.flags, '\t\t    ')};

${enable}
${again}	EXPECT_EQ(self->info->flags & flags, flags);
${after.capabilities.map((id) => `	EXPECT_NE(vfio_region_info_cap(self->info, ${id}),\n		  NULL);\n`).join('')}${after.sparse === 'absent' ? `	EXPECT_EQ(vfio_region_info_cap(self->info, ${SPARSE}),\n		  NULL);\n` : ''}
${table(errno(after.mmap.table, undefined))}	EXPECT_EQ(map_range(self->device, self->info, 0, self->info->size),
		  ${errno(after.mmap.whole, undefined)});
}

${
  dmaBuf
    ? `TEST_F(${NAME}, opt_in_dma_buf)
{
	int before, after;

	before = export_range(self->device, self->bar, self->table_start,
			      self->table_end);
${enable}	after = export_range(self->device, self->bar, self->table_start,
			     self->table_end);
	if (before == -ENOTTY || before == -EOPNOTSUPP)
		SKIP(return, "No dma-bufs of device %s", device_bdf);

	EXPECT_EQ(before, -EINVAL);
	EXPECT_EQ(after, ${errno(after.mmap.table, undefined)});
}

`
    : ''
}${
  probe
    ? `TEST_F(${NAME}, opt_in_probe)
{
	/* No flag: there is something to choose, and nothing is chosen */
	EXPECT_EQ(opt_in(self->device->fd, ${argsz}, 0), 0);
${table('-EINVAL')}}

`
    : ''
}TEST_F(${NAME}, opt_in_shared)
{
	int fd;

	if (!self->device->group_fd)
		SKIP(return, "Without a group a device has one descriptor");

	fd = ioctl(self->device->group_fd, VFIO_GROUP_GET_DEVICE_FD, device_bdf);
	ASSERT_GE(fd, 0);

	/* The choice is the device's, and stays when who made it is gone */
	EXPECT_EQ(opt_in(fd, ${argsz},
			 ${or(optIn.flags, '\t\t\t ')}), 0);
	EXPECT_EQ(close(fd), 0);
${table(errno(after.mmap.table, undefined))}}

TEST_F(${NAME}, opt_in_wrong)
{
	u32 flags = ${flags};

	EXPECT_EQ(opt_in(self->device->fd, sizeof(u32), flags), -${optIn.shortArgsz});
	EXPECT_EQ(opt_in(self->device->fd, ${argsz},
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
${enable}	EXPECT_EQ(opt_in(self->device->fd, ${argsz}, 0),
		  ${optIn.withdraw === 'ok' ? '0' : `-${optIn.withdraw}`});
${table(state(optIn.afterWithdraw))}}

`
}TEST_F(${NAME}, opt_in_reopened)
{
${enable}	vfio_pci_device_cleanup(self->device);
	self->device = vfio_pci_device_init(device_bdf, self->iommu);

${table(state(optIn.reopen))}}

`;
}

/** What a device gets that the fixture skips. */
function nothingTest(argsz: string, flags: string, probe: boolean): Program {
  return `TEST(opt_in_to_nothing)
{
	struct vfio_pci_device *device;
	struct iommu *iommu;
	u64 offset, size;
	bool mappable;
	u32 bar;

	iommu = iommu_init(default_iommu_mode);
	device = vfio_pci_device_init(device_bdf, iommu);
	mappable = vfio_pci_msix_table(device, &bar, &offset, &size) &&
		   (device->bars[bar].info.flags & VFIO_REGION_INFO_FLAG_MMAP);

	if (!mappable) {
		EXPECT_EQ(opt_in(device->fd, ${argsz},
				 ${flags.replaceAll('\t\t\t', '\t\t\t\t ')}), -ENOTTY);
${
  probe
    ? `		EXPECT_EQ(opt_in(device->fd, ${argsz},
				 0), -ENOTTY);
`
    : ''
}	}

	vfio_pci_device_cleanup(device);
	iommu_cleanup(iommu);

	if (mappable)
		SKIP(return, "Device %s has a table to map", device_bdf);
}

`;
}
