/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_RANDOM_H
#define KPW_RANDOM_H

#include <stdint.h>

/* $KPW_SEED, to repeat what a seed has found, or one that differs from run to run. */
uint64_t random_seed(void);
uint64_t random_next(uint64_t *state);
uint64_t random_below(uint64_t *state, uint64_t limit);

/* Mostly about @near, sometimes an end of the range, sometimes anything. */
uint32_t random_edge(uint64_t *state, uint32_t near);

#endif
