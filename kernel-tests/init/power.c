// SPDX-License-Identifier: GPL-2.0
#include <sys/reboot.h>
#include <unistd.h>

#include "power.h"
#include "stream.h"
#include "text.h"

#define POWER_OFF_SECONDS 10

void power_off(void)
{
	pid_t pid;

	sync();
	/* In a child: PID 1 must live to help when the power does not go. */
	pid = fork();
	if (pid <= 0)
		reboot(RB_POWER_OFF);
	if (pid == 0)
		_exit(1);
	sleep(POWER_OFF_SECONDS);
	/*
	 * A device whose lock is held by a stuck call keeps device_shutdown(),
	 * and with it an orderly power off, waiting for ever. An emergency
	 * restart asks no device, and QEMU with -no-reboot exits on it.
	 */
	kmsg("kpw: the power does not go off; emergency restart");
	text_write("/proc/sysrq-trigger", "b");
	for (;;)
		pause();
}
