// SPDX-License-Identifier: GPL-2.0
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "device.h"
#include "text.h"

#define PCI "/sys/bus/pci"
#define DRIVER "vfio-pci"

/* A test may have had this one unplugged, in an earlier cell; the host plugs it in again while others run. */
#define PLUG_MS 8000
/* By then it is there, or nobody has heard of it: see switch_off() of the test. */
#define HEARD_MS 300

static bool device_gone(const struct plan_pair *device)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), PCI "/devices/%s", device->value);
	return !strcmp(device->name, "unplug") && access(path, F_OK);
}

/* "" when no driver has it. */
static void device_driver(const struct plan_pair *device, char *driver, size_t size)
{
	char path[PATH_MAX], target[PATH_MAX];
	ssize_t length;

	snprintf(path, sizeof(path), PCI "/devices/%s/driver", device->value);
	length = readlink(path, target, sizeof(target) - 1);
	if (length < 0)
		length = 0;
	target[length] = '\0';
	snprintf(driver, size, "%s", strrchr(target, '/') ? strrchr(target, '/') + 1 : "");
}

static int device_unbind(const struct plan_pair *device, char *error)
{
	char path[PATH_MAX], driver[PLAN_TEXT];

	snprintf(path, sizeof(path), PCI "/devices/%s/driver_override", device->value);
	if (text_write(path, "\n"))
		return fail(error, "device %s %s: %s", device->name, device->value,
			    errno_text(errno));
	device_driver(device, driver, sizeof(driver));
	if (!driver[0])
		return 0;
	snprintf(path, sizeof(path), PCI "/drivers/%s/unbind", driver);
	if (text_write(path, device->value))
		return fail(error, "device %s %s: unbind from %s: %s", device->name,
			    device->value, driver, errno_text(errno));
	return 0;
}

/*
 * vfio resets a device at each open and each close: 100 ms for a function level
 * reset, by the PCI specification, and every test opens and closes. An empty
 * list of methods means no reset. The file exists since v5.15, and only for
 * devices that can be reset.
 */
static void device_forbid_reset(const struct plan_pair *device)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), PCI "/devices/%s/reset_method", device->value);
	text_write(path, "\n");
}

static int device_bind(const struct plan *plan, const struct plan_pair *device, char *error)
{
	char path[PATH_MAX], driver[PLAN_TEXT];

	if (device_unbind(device, error))
		return -1;
	if (plan->no_reset)
		device_forbid_reset(device);
	snprintf(path, sizeof(path), PCI "/devices/%s/driver_override", device->value);
	if (text_write(path, DRIVER) || text_write(PCI "/drivers_probe", device->value))
		return fail(error, "device %s %s: bind to " DRIVER ": %s", device->name,
			    device->value, errno_text(errno));
	/* drivers_probe succeeds even when the driver's probe failed. */
	device_driver(device, driver, sizeof(driver));
	/* The host knows these words. */
	if (strcmp(driver, DRIVER))
		return fail(error, "device %s %s: " DRIVER " did not take it (driver: %s)",
			    device->name, device->value, driver[0] ? driver : "none");
	return 0;
}

/* Returns when the slot's driver has looked, whether something was there or not. */
static void slot_switch_on(const char *bdf)
{
	char path[PATH_MAX], address[32];
	struct dirent *slot;
	DIR *slots = opendir(PCI "/slots");

	while (slots && (slot = readdir(slots))) {
		snprintf(path, sizeof(path), PCI "/slots/%s/address", slot->d_name);
		if (text_read(path, address, sizeof(address)))
			continue;
		address[strcspn(address, "\n")] = '\0';
		if (!address[0] || strncmp(address, bdf, strlen(address)))
			continue;
		snprintf(path, sizeof(path), PCI "/slots/%s/power", slot->d_name);
		text_write(path, "1");
	}
	if (slots)
		closedir(slots);
}

/* False when it does not come back. Its test says so then. */
static bool device_there(const struct plan_pair *device)
{
	int waited;

	for (waited = 0; device_gone(device); waited += 10) {
		if (waited >= PLUG_MS)
			return false;
		if (waited % (4 * HEARD_MS) == HEARD_MS)
			slot_switch_on(device->value);
		usleep(10000);
	}
	return true;
}

int devices_bind(const struct plan *plan, char *error)
{
	unsigned int i;

	for (i = 0; i < plan->devices.count; i++)
		if (device_there(&plan->devices.pairs[i]) &&
		    device_bind(plan, &plan->devices.pairs[i], error))
			return -1;
	return 0;
}

int devices_unbind(const struct plan *plan, char *error)
{
	char further[ERROR_SIZE];
	unsigned int i;
	int result = 0;

	for (i = 0; i < plan->devices.count; i++)
		if (!device_gone(&plan->devices.pairs[i]) &&
		    device_unbind(&plan->devices.pairs[i], result ? further : error))
			result = -1;
	return result;
}
