// SPDX-License-Identifier: GPL-2.0
#include <endian.h>
#include <setjmp.h>
#include <signal.h>
#include <unistd.h>

#include "access.h"

static sigjmp_buf after_fault;

static void on_fault(int signal)
{
	(void)signal;
	siglongjmp(after_fault, 1);
}

bool mapped_read32(const void *mapping, uint64_t offset, uint32_t *value)
{
	const volatile uint32_t *at = (const volatile void *)((const char *)mapping + offset);
	struct sigaction action = { .sa_handler = on_fault }, bus, segv;
	volatile bool read = false;

	sigaction(SIGBUS, &action, &bus);
	sigaction(SIGSEGV, &action, &segv);
	if (!sigsetjmp(after_fault, 1)) {
		*value = le32toh(*at);
		read = true;
	}
	sigaction(SIGBUS, &bus, NULL);
	sigaction(SIGSEGV, &segv, NULL);
	return read;
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
