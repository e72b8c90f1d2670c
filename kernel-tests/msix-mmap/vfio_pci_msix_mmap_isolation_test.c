// SPDX-License-Identifier: GPL-2.0
/*
 * The question of the thread: does a mapped MSI-X table let userspace do what
 * it could not do before? And the answer that was given: a device capable of
 * DMA can issue any write that the table could make it issue. Both sides as
 * experiments, side by side. Each gives "landed", "blocked", "refused" (the
 * table cannot be mapped) or "not_tried".
 *
 *   isolation.by_table       an entry with an interrupt of nobody's: does it arrive?
 *   isolation.by_neighbour   an entry with the interrupt of another device
 *   isolation.by_dma         the same interrupt as a DMA write, no table mapped
 *   isolation.dma            control: a DMA write to memory that the user has mapped
 *   isolation.table_as_dma   an entry aimed at such memory: a DMA engine of four bytes
 *
 * What is expected of the first three is the machine's affair ($KPW_FOREIGN_MSI),
 * and where QEMU does not emulate the IOMMU's answer they are XFAIL, whatever
 * was seen. Written without the harness, which knows no XFAIL at run time.
 */
#include <endian.h>
#include <errno.h>
#include <linux/vfio.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include <kselftest.h>

#include "bar.h"
#include "dma.h"
#include "edu.h"
#include "irq.h"
#include "observe.h"
#include "optin.h"
#include "source.h"
#include "subject.h"
#include "table.h"

#define TESTS 5
#define VECTOR 1
#define MAGIC 0x6b707721
#define LAND_MS 40

/*
 * Where x86 has its local interrupt controllers, and the vector of the
 * rescheduling interrupt: of all vectors the one whose arrival is counted
 * (/proc/interrupts), harmless, and silent; an unused one would be reported on
 * the console at the highest level. Arrival at CPU 0 in the compatibility
 * format, which interrupt remapping is there to block.
 */
#define X86_MSI_ADDRESS 0xfee00000
#define X86_RESCHEDULE_VECTOR 0xfd
#define FOREIGN_COUNTER "RES:"

#ifdef __x86_64__
static const bool is_x86 = true;
#else
static const bool is_x86;
#endif

struct bench {
	struct subject e1000e, edu;
	struct bar table_bar, edu_bar;
	struct source source;
	struct table table;
	struct dma table_dma, edu_dma;
	const char *mapped;	/* what came of mapping the table */
};

/* CPU 0's column of a line of /proc/interrupts, where the messages go; -1 without it. */
static long counter(const char *name)
{
	char line[4096], *word, *rest;
	long count = -1;
	FILE *file = fopen("/proc/interrupts", "re");

	while (file && count < 0 && fgets(line, sizeof(line), file)) {
		rest = line;
		word = strtok_r(rest, " \n", &rest);
		if (!word || strcmp(word, name))
			continue;
		word = strtok_r(rest, " \n", &rest);
		if (word && *word >= '0' && *word <= '9')
			count = strtol(word, NULL, 10);
	}
	if (file)
		fclose(file);
	return count;
}

#define SILENT_TRIES 50

/*
 * With more CPUs than one the scheduler raises such interrupts as well. So the
 * counter has to have stood still for as long as is waited afterwards; what it
 * says then, or -1.
 */
static long silent_counter(void)
{
	long before, after;
	int tries;

	for (tries = 0; tries < SILENT_TRIES; tries++) {
		before = counter(FOREIGN_COUNTER);
		usleep(LAND_MS * 1000);
		after = counter(FOREIGN_COUNTER);
		if (before < 0 || before == after)
			return after;
	}
	return -1;
}

static bool foreign_landed(long before)
{
	int waited;

	for (waited = 0; waited < LAND_MS; waited += 5) {
		if (counter(FOREIGN_COUNTER) > before)
			return true;
		usleep(5000);
	}
	return false;
}

static const char *landed(bool yes)
{
	return yes ? "landed" : "blocked";
}

/* One entry exchanged for another, the interrupt raised, the entry put back. */
static void fire_entry(struct bench *bench, uint64_t address, uint32_t data)
{
	struct entry own, other;

	table_read(&bench->table, VECTOR, &own);
	other = (struct entry){ .address = address, .data = data, .control = own.control };
	table_write(&bench->table, VECTOR, &other);
	source_fire(&bench->source, VECTOR);
	/* The device writes when it is told to; and once more, on some QEMUs, a little later. */
	usleep(3000);
	table_write(&bench->table, VECTOR, &own);
}

static const char *by_table(struct bench *bench)
{
	long before = silent_counter();

	if (strcmp(bench->mapped, "ok"))
		return "refused";
	if (!is_x86 || before < 0)
		return "not_tried";
	fire_entry(bench, X86_MSI_ADDRESS, X86_RESCHEDULE_VECTOR);
	return landed(foreign_landed(before));
}

static const char *neighbours_interrupt(struct bench *bench, struct subject *neighbour)
{
	struct source listener = { .vectors = 1, .events = { -1 } };
	struct table table;
	struct entry entry;
	struct bar bar;
	const char *seen = "not_tried";

	if (subject_bar(neighbour, neighbour->msix.table_bar, &bar))
		return "not_tried";
	listener.events[0] = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (!irq_arm(bar.device, VFIO_PCI_MSIX_IRQ_INDEX, 0, 1, listener.events) &&
	    !strcmp(table_map(neighbour, &bar, &table), "ok")) {
		table_read(&table, 0, &entry);
		fire_entry(bench, entry.address, entry.data);
		seen = landed(source_came(&listener, 0, LAND_MS));
		table_unmap(&table);
	}
	irq_disarm(bar.device, VFIO_PCI_MSIX_IRQ_INDEX);
	close(listener.events[0]);
	return seen;
}

static const char *by_neighbour(struct bench *bench)
{
	struct subject neighbour;
	char error[VFIO_ERROR];
	const char *seen;

	if (strcmp(bench->mapped, "ok"))
		return "refused";
	if (!subject_bdf("nvme") || subject_open(&neighbour, "nvme", error))
		return "not_tried";
	seen = neighbours_interrupt(bench, &neighbour);
	subject_close(&neighbour);
	return seen;
}

static const char *table_as_dma(struct bench *bench)
{
	volatile uint32_t *memory = bench->table_dma.memory;

	if (strcmp(bench->mapped, "ok"))
		return "refused";
	if (memory == MAP_FAILED)
		return "not_tried";
	*memory = 0;
	fire_entry(bench, bench->table_dma.iova, MAGIC);
	return landed(le32toh(*memory) == MAGIC);
}

static const char *dma_to_memory(struct bench *bench)
{
	volatile uint32_t *memory = bench->edu_dma.memory;

	if (!bench->edu.open || memory == MAP_FAILED)
		return "not_tried";
	memory[2] = 0;
	if (edu_wait(&bench->edu_bar) ||
	    edu_store(&bench->edu_bar, 0, bench->edu_dma.iova + 8, 4) ||
	    edu_wait(&bench->edu_bar))
		return "not_tried";
	return landed(le32toh(memory[2]) == MAGIC);
}

static const char *by_dma(struct bench *bench)
{
	long before = silent_counter();

	if (!bench->edu.open || bench->edu_dma.memory == MAP_FAILED || !is_x86 || before < 0)
		return "not_tried";
	if (edu_wait(&bench->edu_bar) || edu_store(&bench->edu_bar, 4, X86_MSI_ADDRESS, 4) ||
	    edu_wait(&bench->edu_bar))
		return "not_tried";
	return landed(foreign_landed(before));
}

/* In the harness's words, since older kselftest.h leave out the name of what is not simply passed. */
static void announce(const char *name, const char *seen)
{
	printf("#  RUN           isolation.%s ...\n", name);
	observe(seen, "isolation.%s", name);
}

static void result(const char *name, const char *expected, const char *seen)
{
	if (!strcmp(expected, seen)) {
		ksft_test_result_pass("isolation.%s\n", name);
		return;
	}
	printf("# expected %s, seen %s\n", expected, seen);
	ksft_test_result_fail("isolation.%s\n", name);
}

/* The mapping is refused where the contract says so, and nowhere else. */
static bool refused(const struct bench *bench, const char *name, const char *seen)
{
	const char *promised = table_promise(&bench->table_bar);

	if (!strcmp(promised, "ok") && strcmp(seen, "refused"))
		return false;
	result(name, strcmp(promised, "ok") ? "refused" : "a mapping of the table", seen);
	return true;
}

/* Interrupts that are not the device's own. */
static void judge_foreign(const char *name, const char *seen, bool emulated)
{
	const char *foreign = getenv("KPW_FOREIGN_MSI");

	if (!strcmp(seen, "not_tried"))
		ksft_test_result_skip("not possible on this machine\n");
	else if (!foreign)
		ksft_test_result_skip("%s, and nobody says what this machine does\n", seen);
	else if (!emulated && !strcmp(foreign, "not-emulated"))
		ksft_test_result_xfail("%s: this QEMU's IOMMU passes what a real one blocks\n",
				       seen);
	else
		result(name, landed(!strcmp(foreign, "passed")), seen);
}

static void judge_dma(const char *name, const char *seen)
{
	if (!strcmp(seen, "not_tried"))
		ksft_test_result_skip("not possible on this machine\n");
	else
		result(name, "landed", seen);
}

static int open_e1000e(struct bench *bench, char *error)
{
	if (!subject_bdf("e1000e")) {
		snprintf(error, VFIO_ERROR, "no e1000e device in this machine");
		return -1;
	}
	if (subject_open(&bench->e1000e, "e1000e", error))
		return -1;
	if (subject_bar(&bench->e1000e, bench->e1000e.msix.table_bar, &bench->table_bar) ||
	    source_arm(&bench->source, &bench->e1000e)) {
		snprintf(error, VFIO_ERROR, "MSI-X by eventfd: %s", strerror(errno));
		return -1;
	}
	/* From here on only what is missing is not tried. */
	if (dma_map(&bench->e1000e.vfio, &bench->table_dma)) {
		printf("# DMA of e1000e: %s\n", strerror(errno));
		dma_unmap(&bench->table_dma);
	}
	bench->mapped = table_map(&bench->e1000e, &bench->table_bar, &bench->table);
	return 0;
}

/* Its transfers take 100 ms each: the first one, which fills its buffer, is under way meanwhile. */
static void open_edu(struct bench *bench)
{
	char error[VFIO_ERROR];

	if (!subject_bdf("plain"))
		return;
	if (subject_open(&bench->edu, "plain", error)) {
		printf("# edu: %s\n", error);
		return;
	}
	if (subject_bar(&bench->edu, 0, &bench->edu_bar) ||
	    dma_map(&bench->edu.vfio, &bench->edu_dma)) {
		printf("# DMA of edu: %s\n", strerror(errno));
		dma_unmap(&bench->edu_dma);
		return;
	}
	bench->edu_dma.memory[0] = htole32(MAGIC);
	bench->edu_dma.memory[1] = htole32(X86_RESCHEDULE_VECTOR);
	edu_load(&bench->edu_bar, bench->edu_dma.iova, 8);
}

static void bench_close(struct bench *bench)
{
	table_unmap(&bench->table);
	source_disarm(&bench->source);
	subject_close(&bench->e1000e);
	subject_close(&bench->edu);
	dma_unmap(&bench->table_dma);
	dma_unmap(&bench->edu_dma);
}

static void run(struct bench *bench)
{
	const char *seen;

	seen = by_table(bench);
	announce("by_table", seen);
	if (!refused(bench, "by_table", seen))
		judge_foreign("by_table", seen, false);
	seen = by_neighbour(bench);
	announce("by_neighbour", seen);
	/* In the remappable format, whose check of the sender QEMU's IOMMUs do have. */
	if (!refused(bench, "by_neighbour", seen))
		judge_foreign("by_neighbour", seen, true);
	seen = table_as_dma(bench);
	announce("table_as_dma", seen);
	if (!refused(bench, "table_as_dma", seen))
		judge_dma("table_as_dma", seen);
	seen = dma_to_memory(bench);
	announce("dma", seen);
	judge_dma("dma", seen);
	seen = by_dma(bench);
	announce("by_dma", seen);
	judge_foreign("by_dma", seen, false);
}

int main(void)
{
	struct bench bench = {
		.table = { .pages = MAP_FAILED },
		.table_dma = { .memory = MAP_FAILED }, .edu_dma = { .memory = MAP_FAILED },
	};
	char error[VFIO_ERROR];

	ksft_print_header();
	ksft_set_plan(TESTS);
	if (open_e1000e(&bench, error)) {
		bench_close(&bench);
		if (!subject_bdf("e1000e"))
			ksft_exit_skip("%s\n", error);
		ksft_exit_fail_msg("e1000e: %s\n", error);
	}
	/* Where all devices are in one group, as on pseries, only one can be open: e1000e tells more. */
	open_edu(&bench);
	run(&bench);
	bench_close(&bench);
	if (ksft_get_fail_cnt())
		ksft_exit_fail();
	ksft_exit_pass();
}
