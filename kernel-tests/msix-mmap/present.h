/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_PRESENT_H
#define KPW_PRESENT_H

#include <stdint.h>

/*
 * How many pages of a mapping are in this process's page table now, by
 * /proc/self/pagemap (Documentation/admin-guide/mm/pagemap.rst, bit 63): what
 * was taken away is not there, whoever touches it next. -1 without the file.
 */
long pages_present(const void *start, uint64_t length);

#endif
