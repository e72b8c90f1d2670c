// SPDX-License-Identifier: GPL-2.0
#include <endian.h>
#include <setjmp.h>
#include <signal.h>
#include <unistd.h>

#include "access.h"

/* Threads touch one mapping at once: each has its own way back. */
static __thread sigjmp_buf after_fault;
static __thread volatile bool expected;
static __thread volatile int last;

static void on_fault(int number)
{
	last = number;
	if (expected)
		siglongjmp(after_fault, 1);
	/* Not one of ours: the instruction faults again, and the program dies of it. */
	signal(number, SIG_DFL);
}

static void __attribute__((constructor)) handle_faults(void)
{
	struct sigaction action = { .sa_handler = on_fault };

	sigaction(SIGBUS, &action, NULL);
	sigaction(SIGSEGV, &action, NULL);
}

bool mapped_read32(const void *mapping, uint64_t offset, uint32_t *value)
{
	const volatile uint32_t *at = (const volatile void *)((const char *)mapping + offset);
	volatile bool read = false;

	expected = true;
	if (!sigsetjmp(after_fault, 1)) {
		*value = le32toh(*at);
		read = true;
	}
	expected = false;
	return read;
}

const char *mapped_fault(void)
{
	return last == SIGSEGV ? "SIGSEGV" : "SIGBUS";
}

bool mapped_touch(const void *mapping, uint64_t length)
{
	uint64_t offset, page = sysconf(_SC_PAGESIZE);
	uint32_t value;

	for (offset = 0; offset < length; offset += page)
		if (!mapped_read32(mapping, offset, &value))
			return false;
	return true;
}
