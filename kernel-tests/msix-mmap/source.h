/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_SOURCE_H
#define KPW_SOURCE_H

#include <stdbool.h>

#include "bar.h"
#include "subject.h"

#define SOURCE_VECTORS 8

/* How a kind of device is made to raise the interrupt of a vector. */
struct source_kind {
	const char *role;
	int (*quiet)(const struct bar *registers);
	int (*aim)(const struct bar *registers, unsigned int vector);
	bool (*aimed)(const struct bar *registers);	/* until it is reset; true if it cannot be read */
	int (*raise)(const struct bar *registers, unsigned int vector);
};

/* A device with MSI-X by an eventfd a vector; of many vectors the first ones. */
struct source {
	const struct source_kind *kind;
	struct bar registers;
	unsigned int vectors;
	int events[SOURCE_VECTORS];
};

/* -1 with errno: ENODEV for a role that cannot be made to raise an interrupt. */
int source_arm(struct source *source, const struct subject *subject);
void source_disarm(struct source *source);

/* The vectors alone, with the events kept: off, and on again. */
int source_silence(struct source *source);
int source_rearm(struct source *source);

/* Until nothing is on its way of what was raised before: its cause is gone, every CPU has run; -1 with errno. */
int source_settle(const struct source *source);

/* Raise it, and leave the rest to the caller; -1 with errno. */
int source_fire(const struct source *source, unsigned int vector);

/* Whether an event came: within milliseconds; within the time an emulated device takes. */
bool source_came(const struct source *source, unsigned int vector, int timeout);
bool source_came_soon(const struct source *source, unsigned int vector);

/* Raise it, to see that nothing comes; one that comes late of the round before is told apart. */
bool source_stays_silent(const struct source *source, unsigned int vector);

/*
 * Have the device raise an interrupt and wait for it: "ok", "none" when no
 * event comes, "stray" when one comes unasked, or an errno's name.
 */
const char *source_interrupt(const struct source *source, unsigned int vector);

#endif
