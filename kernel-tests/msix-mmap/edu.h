/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_EDU_H
#define KPW_EDU_H

#include <stdint.h>

#include "bar.h"

/* Registers of QEMU's edu that raise an interrupt, and take it back. */
#define EDU_RAISE 0x60
#define EDU_ACKNOWLEDGE 0x64

/* The device's own memory, on its side of a transfer. */
#define EDU_BUFFER 0x40000

/* Begin to copy from an IOVA into the buffer, or from @at in it to an IOVA; -1 with errno. */
int edu_load(const struct bar *bar, uint64_t from, uint32_t count);
int edu_store(const struct bar *bar, uint32_t at, uint64_t to, uint32_t count);

/* Until the transfer is done; -1 with errno. */
int edu_wait(const struct bar *bar);

#endif
