// SPDX-License-Identifier: GPL-2.0
/*
 * Ways to the MSI-X table beside an ordinary mapping of it and an ordinary
 * read: every width and alignment of read() and write() at both its ends,
 * ioeventfds, dma-bufs, and mappings of every kind that mmap() has. What is
 * refused as a mapping has to be refused by all of them, and what stands beside
 * the table has to be reached as without one.
 *
 * Whether a write arrived is seen past vfio, through sysfs (aside.h).
 *
 * ways.{e1000e,nvme,nvme64k}.
 *   reads_hide_the_table     <role>.ways.read: "hidden" or the first read that shows a byte
 *                            of the table, or hides one beside it
 *   writes_stay_out          <role>.ways.write: "dropped" or the first write that arrived
 *   ioeventfds_stay_out      <role>.ways.ioeventfd: "refused" or the first that was not
 *   ioeventfds_go_beside     <role>.ways.ioeventfd_beside: "ok" or the first that was refused
 *   dma_bufs                 <role>.<state>ways.dma_buf.{whole,table,before,after,
 *                            touching_first,touching_last,two_beside,table_first,
 *                            table_last,table_third,table_fourth,three_beside},
 *                            <role>.ways.dma_buf.{past,wrapping}
 *   dma_bufs_of_other_bars   <role>.ways.dma_buf.other_bars: "ok", "none", or the first BAR
 *                            that was not given, and why
 *   every_protection         <role>.ways.mmap.{none,read,write,read_write,exec}
 *   every_flag               <role>.ways.mmap.{private,private_beside,validated,populated,
 *                            fixed}
 *   no_mapping_grows         <role>.ways.{mremap,remap_file_pages}
 *   wide_arithmetic          <role>.ways.wide: "refused" or the first range that was not
 */
#include "harness.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/vfio.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "aside.h"
#include "bar.h"
#include "contract.h"
#include "observe.h"
#include "older.h"
#include "optin.h"
#include "region.h"
#include "state.h"
#include "subject.h"

#define TEXT 160
#define GIB (1ULL << 30)
/* A region's part of the device fd: VFIO_PCI_OFFSET_SHIFT. */
#define REGION_SPAN (1ULL << 40)

/*
 * Of reads and writes: lengths up to 16, at each of the bytes where something
 * may go wrong. @at is counted from the start of what aside sees of this end.
 */
#define EDGE 32
#define LENGTHS 16

/* The table in its BAR: its first byte and the first behind it. */
struct ends {
	uint64_t table;
	uint64_t end;
	bool pending_behind;	/* what stands there is the PBA */
};

FIXTURE(ways) {
	struct subject subject;
	struct bar bar;
	struct ends ends;
	char wrong[TEXT];
};

FIXTURE_VARIANT(ways) {
	const char *role;
};

FIXTURE_VARIANT_ADD(ways, e1000e) { .role = "e1000e" };
FIXTURE_VARIANT_ADD(ways, nvme) { .role = "nvme" };
FIXTURE_VARIANT_ADD(ways, nvme64k) { .role = "nvme64k" };

FIXTURE_SETUP(ways)
{
	const struct msix *msix = &self->subject.msix;

	SUBJECT_SETUP(&self->subject, variant->role);
	ASSERT_EQ(0, subject_bar(&self->subject, msix->table_bar, &self->bar));
	self->ends.table = msix->table_offset;
	self->ends.end = msix->table_offset + (uint64_t)msix->entries * MSIX_ENTRY_SIZE;
	self->ends.pending_behind = msix->pba_bar == msix->table_bar &&
				    msix->pba_offset >= self->ends.end &&
				    msix->pba_offset < self->ends.end + EDGE;
}

FIXTURE_TEARDOWN(ways)
{
	subject_close(&self->subject);
}

/* Bytes before the table that are looked at: a write that straddles its start begins there. */
static uint64_t room_before(uint64_t table)
{
	return table < 8 ? table : 8;
}

static uint64_t room_behind(const struct bar *bar, uint64_t end)
{
	return bar->size - end < 8 ? bar->size - end : 8;
}

/*
 * Software must use aligned DWORDs or QWORDs for the PBA as for the table (PCI
 * Local Bus Specification 3.0, 6.8.2); on arm64 QEMU has any other an abort of
 * the kernel. vfio makes words of what is left behind the table where the range
 * ends at one.
 */
static bool splits_words(const struct ends *ends, uint64_t from, uint64_t to)
{
	uint64_t behind = from < ends->end ? ends->end : from;

	return ends->pending_behind && behind < to && (behind % 4 || to % 4);
}

/* What a read says of an end of the table, byte by byte, against what is there. */
static void check_reads(const struct bar *bar, uint64_t start, const struct ends *ends,
			const uint8_t *there, bool hidden, char *wrong)
{
	uint8_t got[LENGTHS];
	unsigned int at, length, i;
	bool inside;

	for (at = 0; at < EDGE && !*wrong; at++) {
		for (length = 1; length <= LENGTHS && at + length <= EDGE && !*wrong; length++) {
			if (start + at + length > bar->size)
				break;
			if (splits_words(ends, start + at, start + at + length))
				continue;
			memset(got, 0x5a, sizeof(got));
			if (pread(bar->device, got, length, bar->offset + start + at) !=
			    (ssize_t)length) {
				snprintf(wrong, TEXT, "%u@0x%llx:%s", length,
					 (unsigned long long)start + at, errno_name(errno));
				break;
			}
			for (i = 0; i < length && !*wrong; i++) {
				inside = start + at + i >= ends->table && start + at + i < ends->end;
				if (got[i] != (inside && hidden ? 0xff : there[at + i]))
					snprintf(wrong, TEXT, "%u@0x%llx:byte_%u_is_0x%02x",
						 length, (unsigned long long)start + at, i, got[i]);
			}
		}
	}
}

TEST_F(ways, reads_hide_the_table)
{
	bool hidden = contract_says("pread.hides_table", "yes");
	uint64_t starts[2], entries[2] = { self->ends.table, self->ends.end - MSIX_ENTRY_SIZE };
	uint8_t there[EDGE], kept[2][MSIX_ENTRY_SIZE];
	/* Masked. An entry that is all ones would look hidden. */
	uint8_t mark[MSIX_ENTRY_SIZE] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1 };
	struct aside aside;
	const char *why;
	size_t i;

	SUBJECT_NEEDED(&self->subject);
	why = aside_open(&aside, &self->subject, self->bar.index);
	if (why)
		SKIP(return, "%s", why);
	starts[0] = self->ends.table - room_before(self->ends.table);
	starts[1] = self->ends.end - (EDGE - room_behind(&self->bar, self->ends.end));
	for (i = 0; i < 2; i++) {
		aside_read(&aside, entries[i], kept[i], sizeof(mark));
		aside_write(&aside, entries[i], mark, sizeof(mark));
	}
	for (i = 0; i < 2 && !*self->wrong; i++) {
		aside_read(&aside, starts[i], there, EDGE);
		check_reads(&self->bar, starts[i], &self->ends, there, hidden, self->wrong);
	}
	for (i = 0; i < 2; i++)
		aside_write(&aside, entries[i], kept[i], sizeof(mark));
	aside_close(&aside);
	observe(*self->wrong ? self->wrong : "hidden", "%s.ways.read", variant->role);
	EXPECT_STREQ("", self->wrong);
}

/*
 * Writes what is there where it is not the table, and its complement where it
 * is. Of what is not the table nothing is asked: a register may change.
 */
static void check_writes(const struct bar *bar, const struct aside *aside, uint64_t start,
			 const struct ends *ends, bool dropped, char *wrong)
{
	const uint64_t table = ends->table, end = ends->end;
	uint8_t before[EDGE], now[EDGE], data[LENGTHS];
	unsigned int at, length, i;
	bool inside, arrived;

	for (at = 0; at < EDGE && !*wrong; at++) {
		for (length = 1; length <= LENGTHS && at + length <= EDGE && !*wrong; length++) {
			if (start + at + length > bar->size)
				break;
			if (splits_words(ends, start + at, start + at + length))
				continue;
			aside_read(aside, start, before, EDGE);
			for (i = 0, inside = false; i < length; i++) {
				bool mine = start + at + i >= table && start + at + i < end;

				data[i] = mine ? ~before[at + i] : before[at + i];
				inside |= mine;
			}
			if (!inside)
				continue;
			if (pwrite(bar->device, data, length, bar->offset + start + at) !=
			    (ssize_t)length) {
				snprintf(wrong, TEXT, "%u@0x%llx:%s", length,
					 (unsigned long long)start + at, errno_name(errno));
				break;
			}
			aside_read(aside, start, now, EDGE);
			for (i = 0, arrived = false; i < EDGE; i++)
				if (start + i >= table && start + i < end)
					arrived |= before[i] != now[i];
			if (arrived && dropped)
				snprintf(wrong, TEXT, "%u@0x%llx:arrived", length,
					 (unsigned long long)start + at);
		}
	}
}

TEST_F(ways, writes_stay_out)
{
	bool dropped = contract_says("pread.hides_table", "yes");
	uint64_t starts[3], lead = room_before(self->ends.table);
	uint8_t entries[3][EDGE];
	struct aside aside;
	const char *why;
	size_t i;

	SUBJECT_NEEDED(&self->subject);
	why = aside_open(&aside, &self->subject, self->bar.index);
	if (why)
		SKIP(return, "%s", why);
	starts[0] = self->ends.table - lead;
	starts[1] = self->ends.table + (self->ends.end - self->ends.table) / 2 / 16 * 16;
	starts[2] = self->ends.end - (EDGE - room_behind(&self->bar, self->ends.end));
	for (i = 0; i < 3; i++)
		aside_read(&aside, starts[i], entries[i], EDGE);
	for (i = 0; i < 3 && !*self->wrong; i++)
		check_writes(&self->bar, &aside, starts[i], &self->ends, dropped, self->wrong);
	/* What a wrong kernel let through is no other test's to find. */
	if (*self->wrong) {
		aside_write(&aside, self->ends.table, entries[0] + lead, 16);
		aside_write(&aside, starts[1], entries[1], 16);
		aside_write(&aside, self->ends.end - 16,
			    entries[2] + (self->ends.end - 16 - starts[2]), 16);
	}
	aside_close(&aside);
	observe(*self->wrong ? self->wrong : "dropped", "%s.ways.write", variant->role);
	EXPECT_STREQ("", self->wrong);
}

/* "ok", or the errno's name; one that is given is taken back. */
static const char *try_ioeventfd(const struct bar *bar, uint64_t at, unsigned int width)
{
	struct vfio_device_ioeventfd argument = {
		.argsz = sizeof(argument),
		.flags = width,
		.offset = bar->offset + at,
		.fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC),
	};
	const char *seen;
	int event = argument.fd;

	seen = errno_name(ioctl(bar->device, VFIO_DEVICE_IOEVENTFD, &argument) ? errno : 0);
	if (!strcmp(seen, "ok")) {
		argument.fd = -1;
		if (ioctl(bar->device, VFIO_DEVICE_IOEVENTFD, &argument))
			seen = "kept";
	}
	close(event);
	return seen;
}

static const unsigned int widths[] = { 1, 2, 4, 8 };
#define WIDTHS (sizeof(widths) / sizeof(widths[0]))

TEST_F(ways, ioeventfds_stay_out)
{
	uint64_t at, ends[2] = { self->ends.table, self->ends.end };
	const char *seen;
	size_t i, end;

	SUBJECT_NEEDED(&self->subject);
	for (end = 0; end < 2; end++) {
		for (i = 0; i < WIDTHS; i++) {
			/* Of each write that touches a byte of the table within 16 of this end. */
			for (at = ends[end] < 16 ? 0 : ends[end] - 16; at < ends[end] + 16; at++) {
				if (at + widths[i] <= self->ends.table || at >= self->ends.end ||
				    *self->wrong)
					continue;
				seen = try_ioeventfd(&self->bar, at, widths[i]);
				if (strcmp(seen, "EINVAL"))
					snprintf(self->wrong, TEXT, "%u@0x%llx:%s", widths[i],
						 (unsigned long long)at, seen);
			}
		}
	}
	observe(*self->wrong ? self->wrong : "refused", "%s.ways.ioeventfd", variant->role);
	EXPECT_STREQ("", self->wrong);
}

/* What a kernel has no instruction for is EINVAL everywhere: eight bytes before v5.8, and on 32 bits. */
static bool width_exists(const struct subject *subject, const struct bar *bar, unsigned int width)
{
	struct bar other;
	unsigned int i;

	for (i = VFIO_PCI_BAR0_REGION_INDEX; i <= VFIO_PCI_BAR5_REGION_INDEX; i++)
		if (i != bar->index && !subject_bar(subject, i, &other) && other.size >= width)
			return !strcmp(try_ioeventfd(&other, 0, width), "ok");
	/* It has no other BAR. */
	return width < 8;
}

TEST_F(ways, ioeventfds_go_beside)
{
	const char *seen;
	size_t i;

	SUBJECT_NEEDED(&self->subject);
	for (i = 0; i < WIDTHS && !*self->wrong; i++) {
		unsigned int width = widths[i];

		if (!width_exists(&self->subject, &self->bar, width))
			continue;
		seen = self->ends.table >= width ?
			try_ioeventfd(&self->bar, self->ends.table - width, width) : "ok";
		if (strcmp(seen, "ok"))
			snprintf(self->wrong, TEXT, "%u_before:%s", width, seen);
		seen = self->bar.size - self->ends.end >= width ?
			try_ioeventfd(&self->bar, self->ends.end, width) : "ok";
		if (strcmp(seen, "ok"))
			snprintf(self->wrong, TEXT, "%u_behind:%s", width, seen);
	}
	observe(*self->wrong ? self->wrong : "ok", "%s.ways.ioeventfd_beside", variant->role);
	EXPECT_STREQ("", self->wrong);
}

/* Since v6.19; spelled out, since the program is built with older headers too. */
#define FEATURE_DMA_BUF 11
#define DMA_BUF_RANGES 4

struct dma_buf_argument {
	uint32_t argsz;
	uint32_t flags;
	uint32_t region_index;
	uint32_t open_flags;
	uint32_t dma_buf_flags;
	uint32_t nr_ranges;
	struct {
		uint64_t offset;
		uint64_t length;
	} ranges[DMA_BUF_RANGES];
};

struct span {
	uint64_t start;
	uint64_t length;
};

static const char *try_dma_buf(const struct bar *bar, const struct span *spans, unsigned int count)
{
	struct dma_buf_argument argument = {
		.argsz = sizeof(argument),
		.flags = VFIO_DEVICE_FEATURE_GET | FEATURE_DMA_BUF,
		.region_index = bar->index,
		.open_flags = O_RDWR | O_CLOEXEC,
		.nr_ranges = count,
	};
	unsigned int i;
	int fd;

	for (i = 0; i < count; i++) {
		argument.ranges[i].offset = spans[i].start;
		argument.ranges[i].length = spans[i].length;
	}
	fd = ioctl(bar->device, VFIO_DEVICE_FEATURE, &argument);
	if (fd < 0)
		return errno_name(errno);
	close(fd);
	return "ok";
}

/* NULL where the kernel gives dma-bufs of this device. */
static const char *dma_buf_lacks(int device)
{
	struct vfio_device_feature probe = {
		.argsz = sizeof(probe),
		.flags = VFIO_DEVICE_FEATURE_PROBE | VFIO_DEVICE_FEATURE_GET | FEATURE_DMA_BUF,
	};

	return ioctl(device, VFIO_DEVICE_FEATURE, &probe) ? errno_name(errno) : NULL;
}

static void check_dma_buf(struct __test_metadata *_metadata, const struct subject *subject,
			  const struct bar *bar, const char *state, const char *name,
			  const struct span *spans, unsigned int count)
{
	const char *seen = try_dma_buf(bar, spans, count), *promised = "ok";
	unsigned int i;

	for (i = 0; i < count; i++)
		if (spans[i].start < bar->table_end &&
		    spans[i].start + spans[i].length > bar->table_start)
			promised = state_promise(bar, state, "mmap.table");
	observe(seen, "%s.%sways.dma_buf.%s", subject->role,
		strcmp(state, "opted") ? "" : "opted.", name);
	EXPECT_STREQ(promised, seen) {
		TH_LOG("%s: a dma-buf of %s, %s", subject->role, name, state);
	}
}

static void check_dma_bufs(struct __test_metadata *_metadata, const struct subject *subject,
			   const struct bar *bar, const char *state)
{
	static const struct {
		const char *name;
		enum bar_range range;
	} ranges[] = {
		{ "whole", BAR_WHOLE }, { "table", BAR_TABLE }, { "before", BAR_BEFORE },
		{ "after", BAR_AFTER }, { "touching_first", BAR_TOUCHING_FIRST },
		{ "touching_last", BAR_TOUCHING_LAST },
	};
	struct span spans[DMA_BUF_RANGES], table, beside, past;
	uint64_t page = sysconf(_SC_PAGESIZE);
	const char *seen;
	size_t i;

	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (bar_range(bar, ranges[i].range, &spans[0].start, &spans[0].length))
			check_dma_buf(_metadata, subject, bar, state, ranges[i].name, spans, 1);
	bar_range(bar, BAR_TABLE, &table.start, &table.length);
	if (bar_range(bar, BAR_BEFORE, &beside.start, &beside.length) ||
	    bar_range(bar, BAR_AFTER, &beside.start, &beside.length)) {
		beside.length = page;
		spans[0] = spans[1] = beside;
		check_dma_buf(_metadata, subject, bar, state, "two_beside", spans, 2);
		spans[0] = table;
		check_dma_buf(_metadata, subject, bar, state, "table_first", spans, 2);
		spans[0] = beside;
		spans[1] = table;
		check_dma_buf(_metadata, subject, bar, state, "table_last", spans, 2);
		spans[1] = beside;
		spans[2] = (struct span){ table.start, page };
		check_dma_buf(_metadata, subject, bar, state, "table_third", spans, 3);
		/*
		 * Four fill the slab that three are copied into next, so whoever looks
		 * at one too many then finds the table (memdup_user() has slabs of its
		 * own since v6.11, which slub_debug does not poison here).
		 */
		spans[2] = beside;
		spans[3] = (struct span){ table.start, page };
		check_dma_buf(_metadata, subject, bar, state, "table_fourth", spans, 4);
		check_dma_buf(_metadata, subject, bar, state, "three_beside", spans, 3);
	}
	/* Nothing is there, whatever may be mapped. */
	past = (struct span){ (bar->size + page - 1) / page * page, page };
	seen = try_dma_buf(bar, &past, 1);
	observe(seen, "%s.ways.dma_buf.past", subject->role);
	EXPECT_STRNE("ok", seen);
	past = (struct span){ -page, 2 * page };
	seen = try_dma_buf(bar, &past, 1);
	observe(seen, "%s.ways.dma_buf.wrapping", subject->role);
	EXPECT_STRNE("ok", seen);
}

TEST_F(ways, dma_bufs)
{
	const char *lack;

	SUBJECT_NEEDED(&self->subject);
	lack = dma_buf_lacks(self->bar.device);
	if (lack || !self->bar.mappable)
		SKIP(return, "no dma-bufs of this device: %s", lack ? lack : "less than a page");
	check_dma_bufs(_metadata, &self->subject, &self->bar, "fresh");
	if (!optin_exists())
		return;
	EXPECT_STREQ("ok", optin_enable(self->bar.device));
	check_dma_bufs(_metadata, &self->subject, &self->bar, "opted");
}

static bool mapped_in_pages(const struct bar *bar)
{
	struct vfio_region_info *info = region_info(bar->device, bar->index);
	bool pages = info && info->flags & VFIO_REGION_INFO_FLAG_MMAP &&
		     info->size % sysconf(_SC_PAGESIZE) == 0;

	free(info);
	return pages;
}

/* Only one BAR holds the table: what stands at the same offset of another is a user's. */
TEST_F(ways, dma_bufs_of_other_bars)
{
	const char *lack, *seen = "none";
	unsigned int index;
	struct span whole;
	struct bar other;

	SUBJECT_NEEDED(&self->subject);
	lack = dma_buf_lacks(self->bar.device);
	if (lack)
		SKIP(return, "no dma-bufs of this device: %s", lack);
	for (index = 0; index < VFIO_PCI_ROM_REGION_INDEX && !*self->wrong; index++) {
		if (index == self->bar.index ||
		    subject_bar(&self->subject, index, &other) || !mapped_in_pages(&other))
			continue;
		whole = (struct span){ 0, other.size };
		seen = try_dma_buf(&other, &whole, 1);
		if (strcmp(seen, "ok"))
			snprintf(self->wrong, TEXT, "bar%u:%s", index, seen);
	}
	observe(*self->wrong ? self->wrong : seen, "%s.ways.dma_buf.other_bars", variant->role);
	EXPECT_STREQ("", self->wrong);
}

static const char *try_mmap(const struct bar *bar, void *address, uint64_t start, uint64_t length,
			    int protection, int flags)
{
	void *mapping = mmap(address, length, protection, flags, bar->device, bar->offset + start);

	if (mapping == MAP_FAILED)
		return errno_name(errno);
	munmap(mapping, length);
	return "ok";
}

static const char *table_promised(const struct bar *bar)
{
	return state_promise(bar, "fresh", "mmap.table");
}

TEST_F(ways, every_protection)
{
	static const struct {
		const char *name;
		int protection;
	} protections[] = {
		{ "none", PROT_NONE }, { "read", PROT_READ }, { "write", PROT_WRITE },
		{ "read_write", PROT_READ | PROT_WRITE }, { "exec", PROT_READ | PROT_EXEC },
	};
	uint64_t start, length;
	const char *seen;
	size_t i;

	SUBJECT_NEEDED(&self->subject);
	ASSERT_TRUE(bar_range(&self->bar, BAR_TABLE, &start, &length));
	for (i = 0; i < sizeof(protections) / sizeof(protections[0]); i++) {
		seen = try_mmap(&self->bar, NULL, start, length, protections[i].protection,
				MAP_SHARED);
		observe(seen, "%s.ways.mmap.%s", variant->role, protections[i].name);
		/* Of files like the device's nothing is executed ("anon_inode: raise SB_I_NODEV and SB_I_NOEXEC", v6.17). */
		if (protections[i].protection & PROT_EXEC && !strcmp(seen, "EPERM"))
			continue;
		EXPECT_STREQ(table_promised(&self->bar), seen) {
			TH_LOG("the table's pages, PROT_%s", protections[i].name);
		}
	}
}

TEST_F(ways, every_flag)
{
	uint64_t start, length, page = sysconf(_SC_PAGESIZE);
	const char *seen;
	void *place;

	SUBJECT_NEEDED(&self->subject);
	/* A private mapping of registers has no meaning, of whatever range. */
	ASSERT_TRUE(bar_range(&self->bar, BAR_TABLE, &start, &length));
	seen = try_mmap(&self->bar, NULL, start, length, PROT_READ, MAP_PRIVATE);
	observe(seen, "%s.ways.mmap.private", variant->role);
	EXPECT_STREQ("EINVAL", seen);
	if (self->bar.mappable) {
		seen = try_mmap(&self->bar, NULL, (self->bar.size - 1) / page * page, page,
				PROT_READ, MAP_PRIVATE);
		observe(seen, "%s.ways.mmap.private_beside", variant->role);
		EXPECT_STREQ("EINVAL", seen);
	}
	seen = try_mmap(&self->bar, NULL, start, length, PROT_READ, MAP_SHARED_VALIDATE);
	observe(seen, "%s.ways.mmap.validated", variant->role);
	EXPECT_STREQ(table_promised(&self->bar), seen);
	seen = try_mmap(&self->bar, NULL, start, length, PROT_READ, MAP_SHARED | MAP_POPULATE);
	observe(seen, "%s.ways.mmap.populated", variant->role);
	EXPECT_STREQ(table_promised(&self->bar), seen);
	/* Over what was mapped there before. */
	place = mmap(NULL, length, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, place);
	seen = try_mmap(&self->bar, place, start, length, PROT_READ, MAP_SHARED | MAP_FIXED);
	observe(seen, "%s.ways.mmap.fixed", variant->role);
	EXPECT_STREQ(table_promised(&self->bar), seen);
	munmap(place, length);
}

/* A mapping of what stands beside the table becomes none of the table. */
TEST_F(ways, no_mapping_grows)
{
	uint64_t start, length, page = sysconf(_SC_PAGESIZE), pgoff;
	void *mapping, *moved;
	const char *seen;

	SUBJECT_NEEDED(&self->subject);
	if (strcmp(table_promised(&self->bar), "EINVAL"))
		SKIP(return, "the contract lets the table be mapped");
	if (!self->bar.mappable || (!bar_range(&self->bar, BAR_BEFORE, &start, &length) &&
				    !bar_range(&self->bar, BAR_AFTER, &start, &length)))
		SKIP(return, "nothing stands beside the table that could be mapped");
	mapping = bar_map(&self->bar, start, length);
	ASSERT_NE(MAP_FAILED, mapping);
	/* From the pages before the table into it, and past the BAR. */
	moved = mremap(mapping, length, length + (self->bar.table_end - self->bar.table_start) +
		       page, MREMAP_MAYMOVE);
	seen = errno_name(moved == MAP_FAILED ? errno : 0);
	observe(seen, "%s.ways.mremap", variant->role);
	EXPECT_STREQ("EFAULT", seen);
	if (moved != MAP_FAILED)
		mapping = moved;
	/* The page of the file that a page of the mapping shows is another one then. */
	pgoff = (self->bar.offset + self->bar.table_start) / page;
	seen = errno_name(remap_file_pages(mapping, page, 0, pgoff, 0) ? errno : 0);
	observe(seen, "%s.ways.remap_file_pages", variant->role);
	EXPECT_STRNE("ok", seen);
	munmap(mapping, length);
}

/*
 * Ranges that are only beyond the BAR, or of a length, when their numbers are
 * not cut to 32 bits. Address space is what they take, and no memory.
 */
TEST_F(ways, wide_arithmetic)
{
	uint64_t page = sysconf(_SC_PAGESIZE), size = (self->bar.size + page - 1) / page * page;
	uint64_t table = self->bar.table_start;
	const struct span spans[] = {
		{ 4 * GIB, page }, { 4 * GIB + table, page }, { 4 * GIB + size - page, page },
		{ 8 * GIB, size }, { 64 * GIB + table, page }, { 256 * GIB, size },
		{ REGION_SPAN - page, page }, { REGION_SPAN - 4 * GIB, page },
		{ 0, 4 * GIB }, { 0, 4 * GIB + page }, { 0, 4 * GIB + table },
		{ size - page, 4 * GIB + page }, { size, 4 * GIB - size },
		{ size, 4 * GIB - size + page }, { 2 * GIB, 2 * GIB },
		{ 4 * GIB - page, page }, { 4 * GIB - page, 2 * page },
	};
	const char *seen;
	size_t i;

	SUBJECT_NEEDED(&self->subject);
	if (self->bar.size >= GIB)
		SKIP(return, "this BAR is so large that some of the ranges are in it");
	for (i = 0; i < sizeof(spans) / sizeof(spans[0]) && !*self->wrong; i++) {
		seen = try_mmap(&self->bar, NULL, spans[i].start, spans[i].length, PROT_READ,
				MAP_SHARED | MAP_NORESERVE);
		if (strcmp(seen, "EINVAL"))
			snprintf(self->wrong, TEXT, "0x%llx+0x%llx:%s",
				 (unsigned long long)spans[i].start,
				 (unsigned long long)spans[i].length, seen);
	}
	observe(*self->wrong ? self->wrong : "refused", "%s.ways.wide", variant->role);
	EXPECT_STREQ("", self->wrong);
}

TEST_HARNESS_MAIN
