/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_PTES_H
#define KPW_PTES_H

#include <stdint.h>

/*
 * How the processor caches a page that this process has mapped, from the page
 * table itself: "uncached", "device" (arm64: no gathering, as registers want
 * it), "write_combined", "cached", "mixed" where entries differ, or NULL with
 * @why where it cannot be told. The kernel shows its memory as a core file
 * (/proc/kcore) and which of its pages are page tables (/proc/kpageflags, bit
 * 26); an entry is found by the physical address that it has to hold.
 *
 * @page	its physical address
 */
const char *ptes_type(uint64_t page, const char **why);

#endif
