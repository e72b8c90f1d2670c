/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_MAILBOX_H
#define KPW_MAILBOX_H

#include <stddef.h>
#include <stdint.h>

/*
 * Memory that the host shares with a guest that waits for work: the second BAR
 * of QEMU's ivshmem-plain, which needs no driver. Words are little endian:
 *
 *	0	number of the letter, written last
 *	8	bytes of it
 *	16	its sum, FNV-1a over words of 32 bits
 *	4096	the letter, padded to 8 bytes
 */
struct mailbox {
	const volatile uint64_t *words;
	size_t size;
	uint64_t number;	/* of the letter that was taken last */
};

/* 0, or -1 with @error. */
int mailbox_open(struct mailbox *box, char *error);

/* Wait for the next letter; the caller frees it. NULL with @error when it cannot be taken. */
char *mailbox_take(struct mailbox *box, size_t *length, char *error);

#endif
