// SPDX-License-Identifier: GPL-2.0
/*
 * Debian's DPDK takes the device of a role as any application of it would:
 *
 *	probed		EAL finds the device and a driver for it
 *	mapped		at least one BAR is mapped; of which BAR what is, the lines
 *			of bars.h tell
 *	started		a port with one queue each way
 *	interrupt	its MSI-X vector is set up
 *	stopped		stopped, closed, and everything given back
 *
 * DPDK's own log is among the results.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_ethdev.h>
#include <rte_version.h>

#include "../suite/role.h"
#include "bars.h"
#include "log.h"
#include "port.h"
#include "step.h"

#define KSFT_FAIL 1
#define KSFT_SKIP 4
/* The only one: no other device is allowed. */
#define PORT 0

static int eal_start(char *program, char *bdf)
{
	char *arguments[] = {
		program,
		/* A guest has neither huge pages nor memory to spare. */
		"--no-huge", "-m", "64", "--no-telemetry", "--no-shconf", "-l", "0",
		/* Addresses for the IOMMU, and the interrupts that the argument is about. */
		"--iova-mode=va", "--vfio-intr=msix",
		"--log-level=lib.eal:debug",
		"-a", bdf,
	};

	/* Where EAL keeps its files. */
	mkdir("/var", 0755);
	mkdir("/var/run", 0755);
	log_to_results();
	return rte_eal_init((int)(sizeof(arguments) / sizeof(*arguments)), arguments);
}

/* The kernel calls a vector of vfio's vfio-msix[0](0000:00:04.0). */
static bool vector_is_there(const char *bdf)
{
	FILE *interrupts = fopen("/proc/interrupts", "r");
	char line[4096];
	bool found = false;

	if (!interrupts)
		return false;
	while (!found && fgets(line, sizeof(line), interrupts))
		found = strstr(line, "vfio-msix") && strstr(line, bdf);
	fclose(interrupts);
	return found;
}

static void use(const char *bdf)
{
	int error;

	step(bars_report(bdf) > 0, "mapped", "no BAR is mapped");
	error = port_start(PORT);
	step(!error, "started", rte_strerror(-error));
	if (error)
		step_not_reached("interrupt");
	else
		step(vector_is_there(bdf), "interrupt", "no vector in /proc/interrupts");
	error = port_stop(PORT);
	if (!error)
		error = rte_eal_cleanup();
	step(!error, "stopped", rte_strerror(-error));
}

int main(int argc, char **argv)
{
	const char *role = argc > 0 ? role_of(argv[0]) : NULL;
	char *bdf = role ? device_of_role(role) : NULL;

	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("TAP version 13\n");
	if (!bdf) {
		printf("1..0 # SKIP no device\n");
		return KSFT_SKIP;
	}
	steps_begin(5);
	printf("# %s\n", rte_version());
	if (eal_start(argv[0], bdf) < 0)
		step(false, "probed", rte_strerror(rte_errno));
	else
		step(rte_eth_dev_count_avail() == 1, "probed", "no driver took the device");
	if (steps_good()) {
		use(bdf);
	} else {
		step_not_reached("mapped");
		step_not_reached("started");
		step_not_reached("interrupt");
		step_not_reached("stopped");
	}
	return steps_good() ? 0 : KSFT_FAIL;
}
