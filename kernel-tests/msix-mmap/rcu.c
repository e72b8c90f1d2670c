// SPDX-License-Identifier: GPL-2.0
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "rcu.h"

void rcu_wait(unsigned int milliseconds)
{
	/* synchronize_rcu() (kernel/sched/membarrier.c); where a kernel has none, waiting has to do. */
	syscall(__NR_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0);
	usleep(milliseconds * 1000);
	syscall(__NR_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0);
}
