/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_ACCESS_H
#define KPW_ACCESS_H

#include <stdbool.h>
#include <stdint.h>

/* A 32-bit little-endian read through a mapping; false if it gives SIGBUS. */
bool mapped_read32(const void *mapping, uint64_t offset, uint32_t *value);

/* Of the thread's last read that failed: "SIGBUS", or "SIGSEGV", which no driver's fault handler is to give. */
const char *mapped_fault(void);

/* Read one word of every page; false if one of them gives SIGBUS. */
bool mapped_touch(const void *mapping, uint64_t length);

#endif
