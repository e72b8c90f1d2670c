/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_STATE_H
#define KPW_STATE_H

#include <stdbool.h>

#include "bar.h"

/*
 * What userspace can see of a BAR, under the contract's own words for it: the
 * contract's "fresh.mmap.table" is state "fresh", key "mmap.table".
 */
extern const char * const state_keys[];		/* of the MSI-X BAR, NULL at the end */
extern const char * const state_plain_keys[];	/* of a BAR without a table */

/* What the kernel gives; false where the BAR has no such range. */
bool state_observe(const struct bar *bar, const char *key, char *value);

/*
 * What the contract promises of it; of a BAR that cannot be mapped at all, what
 * any kernel says. Valid until the next call.
 */
const char *state_promise(const struct bar *bar, const char *state, const char *key);

/*
 * Which of the contract's states the BAR is in, "fresh", "opted" or "neither".
 * @expected is the answer where the contract gives two states the same look.
 */
const char *state_name(const struct bar *bar, const char *expected);

#endif
