/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_SLAB_H
#define KPW_SLAB_H

/*
 * What the kernel has allocated by kmalloc(), or where it keeps no books on
 * that (CONFIG_SLUB_DEBUG), in all slabs that cannot be reclaimed. Caches of
 * each CPU count as used. -1 if it cannot be told.
 */
long slab_bytes(void);

/* Bytes that two readings may differ by although nothing was kept. */
long slab_grain(void);

#endif
