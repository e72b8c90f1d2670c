// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <linux/vfio.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "irq.h"
#include "observe.h"
#include "source.h"

#define WAIT_MS 5000
/* Emulated devices raise an interrupt within the write that causes it. */
#define QUIET_MS 3
/* QEMU 7.2 aborts when e1000e's throttling timer runs out and finds MSI-X off. */
#define THROTTLE_MS 20
/* What a timer has held back comes once; what a mistake lets through comes each time. */
#define LATE_TRIES 3

/*
 * The few registers that make a device raise MSI-X without any DMA. Names and
 * bits of e1000e as in drivers/net/ethernet/intel/e1000e/regs.h and defines.h,
 * those of igb as in the 82576's data sheet.
 */
#define ICR 0x00c0
#define ICS 0x00c8
#define IMS 0x00d0
#define IMC 0x00d8
#define IVAR 0x00e4

#define CAUSE_LINK 0x00000004		/* LSC */
#define CAUSE_OTHER 0x01000000		/* gates all causes of the "other" vector */
#define IVAR_OTHER_VALID 0x00080000
#define IVAR_OTHER_SHIFT 16

static int e1000e_quiet(const struct bar *registers)
{
	uint32_t cause;

	return bar_write32(registers, IMC, ~0U) || bar_read32(registers, ICR, &cause) ? -1 : 0;
}

static int e1000e_aim(const struct bar *registers, unsigned int vector)
{
	return bar_write32(registers, IVAR, IVAR_OTHER_VALID | vector << IVAR_OTHER_SHIFT) ||
	       bar_write32(registers, IMS, CAUSE_OTHER | CAUSE_LINK) ? -1 : 0;
}

static bool e1000e_aimed(const struct bar *registers)
{
	uint32_t value = 0;

	return bar_read32(registers, IVAR, &value) || value;
}

static int e1000e_raise(const struct bar *registers, unsigned int vector)
{
	(void)vector;
	return bar_write32(registers, ICS, CAUSE_LINK);
}

#define GPIE 0x1514
#define GPIE_MULTIPLE_MSIX 0x10
#define EICS 0x1520
#define EIMS 0x1524
#define EIMC 0x1528
#define EICR 0x1580

static int igb_quiet(const struct bar *registers)
{
	return bar_write32(registers, EIMC, ~0U) || bar_write32(registers, EICR, ~0U) ? -1 : 0;
}

static int igb_aim(const struct bar *registers, unsigned int vector)
{
	return bar_write32(registers, GPIE, GPIE_MULTIPLE_MSIX) ||
	       bar_write32(registers, EIMS, 1U << vector) ? -1 : 0;
}

static bool igb_aimed(const struct bar *registers)
{
	uint32_t value = 0;

	return bar_read32(registers, GPIE, &value) || value & GPIE_MULTIPLE_MSIX;
}

static int igb_raise(const struct bar *registers, unsigned int vector)
{
	return bar_write32(registers, EICS, 1U << vector);
}

static const struct source_kind kinds[] = {
	{ "e1000e", e1000e_quiet, e1000e_aim, e1000e_aimed, e1000e_raise },
	{ "unplug", e1000e_quiet, e1000e_aim, e1000e_aimed, e1000e_raise },
	{ "igb", igb_quiet, igb_aim, igb_aimed, igb_raise },
};

static const struct source_kind *kind_of(const char *role)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!strcmp(kinds[i].role, role))
			return &kinds[i];
	return NULL;
}

int source_arm(struct source *source, const struct subject *subject)
{
	unsigned int i, vectors = subject->msix.entries;

	*source = (struct source){ .kind = kind_of(subject->role) };
	if (!source->kind) {
		errno = ENODEV;
		return -1;
	}
	if (subject_bar(subject, 0, &source->registers))
		return -1;
	source->vectors = vectors < SOURCE_VECTORS ? vectors : SOURCE_VECTORS;
	for (i = 0; i < source->vectors; i++) {
		source->events[i] = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
		if (source->events[i] < 0)
			return -1;
	}
	return source_rearm(source);
}

int source_rearm(struct source *source)
{
	return irq_arm(source->registers.device, VFIO_PCI_MSIX_IRQ_INDEX, 0, source->vectors,
		       source->events);
}

int source_silence(struct source *source)
{
	source->kind->quiet(&source->registers);
	usleep(THROTTLE_MS * 1000);
	return irq_disarm(source->registers.device, VFIO_PCI_MSIX_IRQ_INDEX);
}

void source_disarm(struct source *source)
{
	unsigned int i;

	if (!source->vectors)
		return;
	source_silence(source);
	for (i = 0; i < source->vectors; i++)
		close(source->events[i]);
	source->vectors = 0;
}

/* How often is no matter: some QEMUs fire twice for one cause. */
bool source_came(const struct source *source, unsigned int vector, int timeout)
{
	struct pollfd event = { .fd = source->events[vector], .events = POLLIN };
	uint64_t count;

	if (poll(&event, 1, timeout) <= 0)
		return false;
	return read(event.fd, &count, sizeof(count)) == sizeof(count);
}

bool source_came_soon(const struct source *source, unsigned int vector)
{
	return source_came(source, vector, QUIET_MS);
}

/*
 * An interrupt of the round before may still wait for its CPU, which on a busy
 * host does not run. It is taken before anything else is, once that CPU has
 * something to do: this program.
 */
static void visit_cpus(void)
{
	cpu_set_t all, one;
	int cpu;

	if (sched_getaffinity(0, sizeof(all), &all) || CPU_COUNT(&all) < 2)
		return;
	for (cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET(cpu, &all))
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		sched_setaffinity(0, sizeof(one), &one);
	}
	sched_setaffinity(0, sizeof(all), &all);
}

int source_settle(const struct source *source)
{
	unsigned int vector;

	/* A cause that is pending already would not make an edge. */
	if (source->kind->quiet(&source->registers))
		return -1;
	visit_cpus();
	for (vector = 0; vector < source->vectors; vector++)
		source_came(source, vector, 0);
	return 0;
}

bool source_stays_silent(const struct source *source, unsigned int vector)
{
	int try;

	for (try = 0; try < LATE_TRIES; try++) {
		if (try)
			usleep(THROTTLE_MS * 1000);
		if (!source_fire(source, vector) && !source_came_soon(source, vector))
			return true;
	}
	return false;
}

int source_fire(const struct source *source, unsigned int vector)
{
	if (source_settle(source))
		return -1;
	if (source->kind->aim(&source->registers, vector))
		return -1;
	return source->kind->raise(&source->registers, vector);
}

/* Whether one comes unasked: each time, where it is not one that a timer of the device held back. */
static const char *aim_quietly(const struct source *source, unsigned int vector)
{
	int try;

	for (try = 0; try < LATE_TRIES; try++) {
		if (try)
			usleep(THROTTLE_MS * 1000);
		if (source_settle(source) || source->kind->aim(&source->registers, vector))
			return errno_name(errno);
		if (!source_came_soon(source, vector))
			return NULL;
	}
	return "stray";
}

const char *source_interrupt(const struct source *source, unsigned int vector)
{
	const char *wrong = aim_quietly(source, vector);
	bool came;

	if (wrong)
		return wrong;
	if (source->kind->raise(&source->registers, vector))
		return errno_name(errno);
	came = source_came(source, vector, WAIT_MS);
	if (source->kind->quiet(&source->registers))
		return errno_name(errno);
	source_came_soon(source, vector);
	return came ? "ok" : "none";
}
