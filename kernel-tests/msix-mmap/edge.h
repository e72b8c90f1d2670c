/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_EDGE_H
#define KPW_EDGE_H

#include <stddef.h>

/*
 * A copy of @size bytes that ends where memory ends: what a call reads or
 * writes behind it is EFAULT. The same place each time. NULL without memory.
 */
void *edge_copy(const void *data, size_t size);

/* The first address behind it. */
void *edge_end(void);

#endif
