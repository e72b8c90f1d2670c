// SPDX-License-Identifier: GPL-2.0
#include <elf.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ptes.h"

#define SEGMENTS 64
#define KPF_PGTABLE 26
#define FLAGS_AT_ONCE 4096
#define PAGE 4096

/*
 * Of a leaf entry of a 4K page table: which bits are the address, which say
 * that it is a user's, and which choose the type. x86: PWT, PCD and PAT are the
 * number of one of eight types, which the kernel sets up alike on all PCs with
 * PAT (arch/x86/mm/pat/memtype.c). arm64: AttrIndx is the number of a byte of
 * MAIR_EL1; the kernel numbers them in two ways (arch/arm64/include/asm/memory.h,
 * another since v5.12), which are told apart by what ordinary memory has.
 */
#if defined(__x86_64__)
#define ADDRESS_BITS 0x000ffffffffff000ULL
#define USER(entry) (((entry) & 5) == 5)
#define TYPE(entry) (((entry) >> 3 & 3) | ((entry) >> 7 & 1) << 2)
static const char *type_name(int type, int ordinary)
{
	static const char * const types[] = {
		"cached", "write_combined", "uncached", "uncached",
		"cached", "write_protected", "uncached", "write_through",
	};

	(void)ordinary;
	return types[type];
}
#elif defined(__aarch64__)
#define ADDRESS_BITS 0x0000fffffffff000ULL
/* A page, valid, and for EL0 (AP[1]). */
#define USER(entry) (((entry) & 0x43) == 0x43)
#define TYPE(entry) ((entry) >> 2 & 7)
static const char *type_name(int type, int ordinary)
{
	static const char * const late[] = {
		"cached", "cached", "write_combined", "device", "device", "5", "6", "7",
	};
	static const char * const early[] = {
		"device", "device", "device", "write_combined", "cached", "write_through",
		"cached", "7",
	};

	return ordinary < 2 ? late[type] : early[type];
}
#endif

#ifdef USER
struct core {
	int fd, flags;
	unsigned int segments;
	Elf64_Phdr segment[SEGMENTS];
};

static bool core_open(struct core *core, const char **why)
{
	Elf64_Ehdr header;
	ssize_t size;

	core->flags = open("/proc/kpageflags", O_RDONLY | O_CLOEXEC);
	core->fd = open("/proc/kcore", O_RDONLY | O_CLOEXEC);
	*why = "the kernel does not show its memory (/proc/kcore, /proc/kpageflags)";
	if (core->fd < 0 || core->flags < 0 ||
	    pread(core->fd, &header, sizeof(header), 0) != sizeof(header))
		return false;
	core->segments = header.e_phnum < SEGMENTS ? header.e_phnum : SEGMENTS;
	size = core->segments * sizeof(Elf64_Phdr);
	return pread(core->fd, core->segment, size, header.e_phoff) == size;
}

/* A page of memory, by the segment that has its physical address. */
static bool core_read(const struct core *core, uint64_t physical, uint64_t *page, size_t size)
{
	unsigned int i;

	for (i = 0; i < core->segments; i++) {
		const Elf64_Phdr *segment = &core->segment[i];

		if (segment->p_type != PT_LOAD || segment->p_paddr == (Elf64_Addr)-1 ||
		    physical < segment->p_paddr ||
		    physical + size > segment->p_paddr + segment->p_memsz)
			continue;
		if (pread(core->fd, page, size,
			  segment->p_offset + (physical - segment->p_paddr)) == (ssize_t)size)
			return true;
	}
	return false;
}

#define NONE -1
#define MIXED -2

static void look(const uint64_t *table, size_t entries, uint64_t physical, int *type)
{
	int own;
	size_t i;

	for (i = 0; i < entries; i++) {
		if ((table[i] & ADDRESS_BITS) != physical || !USER(table[i]))
			continue;
		own = TYPE(table[i]);
		*type = *type == NONE || *type == own ? own : MIXED;
	}
}

/* Goes through all page tables once, for two pages. */
static void search(const struct core *core, const uint64_t *physical, int *type)
{
	static uint64_t flags[FLAGS_AT_ONCE], table[PAGE / 8];
	uint64_t frame = 0;
	ssize_t got, i;

	while ((got = pread(core->flags, flags, sizeof(flags), frame * 8)) > 0) {
		got /= 8;
		for (i = 0; i < got; i++) {
			if (!(flags[i] >> KPF_PGTABLE & 1) ||
			    !core_read(core, (frame + i) * PAGE, table, sizeof(table)))
				continue;
			look(table, PAGE / 8, physical[0], &type[0]);
			look(table, PAGE / 8, physical[1], &type[1]);
		}
		frame += got;
	}
}

/* Where a page of ordinary memory is; 0 if that is not told. */
static uint64_t physical_of(const volatile void *page)
{
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	uint64_t entry = 0;

	if (fd >= 0 && pread(fd, &entry, sizeof(entry), (uintptr_t)page / PAGE * 8) !=
		       sizeof(entry))
		entry = 0;
	if (fd >= 0)
		close(fd);
	return (entry & ((1ULL << 55) - 1)) * PAGE;
}

const char *ptes_type(uint64_t page, const char **why)
{
	static volatile char ordinary[PAGE] __attribute__((aligned(PAGE)));
	struct core core = { .fd = -1, .flags = -1 };
	uint64_t physical[2] = { page };
	int type[2] = { NONE, NONE };
	const char *name = NULL;

	if (sysconf(_SC_PAGESIZE) != PAGE) {
		*why = "page tables are read where pages have 4K";
		return NULL;
	}
	ordinary[0] = 1;
	physical[1] = physical_of(ordinary);
	if (core_open(&core, why)) {
		*why = "no page table that could be read has the page";
		search(&core, physical, type);
		if (type[0] == MIXED)
			name = "mixed";
		else if (type[0] != NONE && type[1] >= 0)
			name = type_name(type[0], type[1]);
	}
	if (core.fd >= 0)
		close(core.fd);
	if (core.flags >= 0)
		close(core.flags);
	return name;
}
#else
const char *ptes_type(uint64_t page, const char **why)
{
	(void)page;
	*why = "this architecture's page tables are not read";
	return NULL;
}
#endif
