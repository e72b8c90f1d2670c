/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_MEMTYPE_H
#define KPW_MEMTYPE_H

#include <stdint.h>

/*
 * x86: the type that was asked for when a range of physical memory was last
 * mapped, as the kernel logs it with `debugpat` on its command line:
 * "uncached-minus", "write-back", "write-combining". What is asked for need not
 * be what the page gets: where somebody has the range already, as vfio itself
 * has each BAR, the kernel gives what that one has. NULL where nothing is logged,
 * as nothing is by kernels that map a page at a time (v6.12 and later).
 */
const char *memtype_requested(uint64_t start, uint64_t length);

#endif
