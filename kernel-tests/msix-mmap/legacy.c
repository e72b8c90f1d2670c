// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>

#include "legacy.h"

#ifdef __x86_64__

/* arch/x86/entry/syscalls/syscall_32.tbl */
#define GETPID_32 20
#define IOCTL_32 54

/* The entry of 32-bit programs is there for 64-bit ones too (arch/x86/entry/entry_64_compat.S). */
static long call_32(uint32_t number, uint32_t one, uint32_t two, uint32_t three)
{
	int32_t result;

	/* The registers that 64-bit programs have beyond those of 32-bit ones may be lost. */
	asm volatile("int $0x80"
		     : "=a"(result)
		     : "a"(number), "b"(one), "c"(two), "d"(three)
		     : "memory", "cc", "r8", "r9", "r10", "r11");
	return result;
}

static sigjmp_buf no_entry;

static void on_fault(int signal)
{
	(void)signal;
	siglongjmp(no_entry, 1);
}

const char *legacy_lacks(void)
{
	struct sigaction action = { .sa_handler = on_fault }, old;
	volatile const char *lack = "this kernel has no entry for 32-bit programs";

	sigaction(SIGSEGV, &action, &old);
	if (!sigsetjmp(no_entry, 1) && call_32(GETPID_32, 0, 0, 0) > 0)
		lack = NULL;
	sigaction(SIGSEGV, &old, NULL);
	return (const char *)lack;
}

int legacy_ioctl(int fd, uint32_t request, void *argument)
{
	long result;

	if ((uintptr_t)argument > UINT32_MAX) {
		errno = EFAULT;
		return -1;
	}
	result = call_32(IOCTL_32, fd, request, (uint32_t)(uintptr_t)argument);
	if (result >= 0)
		return result;
	errno = -result;
	return -1;
}

#else

const char *legacy_lacks(void)
{
	return "a program of this architecture cannot make 32-bit calls";
}

int legacy_ioctl(int fd, uint32_t request, void *argument)
{
	(void)fd;
	(void)request;
	(void)argument;
	errno = ENOSYS;
	return -1;
}

#endif
