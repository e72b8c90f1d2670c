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

#define BUS "/sys/bus"
#define PCI BUS "/pci"

/* A test may have had this one unplugged, in an earlier cell; the host plugs it in again while others run. */
#define PLUG_MS 8000
/* By then it is there, or nobody has heard of it: see switch_off() of the test. */
#define HEARD_MS 300
/* A bus that is searched for devices, as USB is. */
#define APPEAR_MS 5000

static void device_path(const struct plan_device *device, const char *file, char *path, size_t size)
{
	snprintf(path, size, BUS "/%s/devices/%s/%s", device->bus, device->name, file);
}

static bool device_gone(const struct plan_device *device)
{
	char path[PATH_MAX];

	device_path(device, "", path, sizeof(path));
	return !strcmp(device->role, "unplug") && access(path, F_OK);
}

/* "" when no driver has it. */
static void device_driver(const struct plan_device *device, char *driver, size_t size)
{
	char path[PATH_MAX], target[PATH_MAX];
	ssize_t length;

	device_path(device, "driver", path, sizeof(path));
	length = readlink(path, target, sizeof(target) - 1);
	if (length < 0)
		length = 0;
	target[length] = '\0';
	snprintf(driver, size, "%s", strrchr(target, '/') ? strrchr(target, '/') + 1 : "");
}

static bool device_has(const struct plan_device *device, const char *name)
{
	char driver[PLAN_TEXT];

	device_driver(device, driver, sizeof(driver));
	return !strcmp(driver, name);
}

/* From whatever driver has it. */
static int device_release(const struct plan_device *device, char *error)
{
	char path[PATH_MAX], driver[PLAN_TEXT];

	device_driver(device, driver, sizeof(driver));
	if (!driver[0])
		return 0;
	snprintf(path, sizeof(path), BUS "/%s/drivers/%s/unbind", device->bus, driver);
	if (text_write(path, device->name))
		return fail(error, "device %s %s: unbind from %s: %s", device->role,
			    device->name, driver, errno_text(errno));
	return 0;
}

/* A driver that takes what it knows has nothing to do with the machine's other devices. */
static int device_unbind(const struct plan_binding *binding, const struct plan_device *device,
			 char *error)
{
	char path[PATH_MAX];

	if (!binding->override)
		return device_has(device, binding->driver) ? device_release(device, error) : 0;
	device_path(device, "driver_override", path, sizeof(path));
	if (text_write(path, "\n"))
		return fail(error, "device %s %s: %s", device->role, device->name,
			    errno_text(errno));
	return device_release(device, error);
}

/*
 * A driver may reset a device at each open and each close: 100 ms for a function
 * level reset, by the PCI specification, and every test opens and closes. An
 * empty list of methods means no reset. The file exists since v5.15, and only
 * for devices that can be reset.
 */
static void device_forbid_reset(const struct plan_device *device)
{
	char path[PATH_MAX];

	device_path(device, "reset_method", path, sizeof(path));
	text_write(path, "\n");
}

static int device_refused(const struct plan_binding *binding, const struct plan_device *device,
			  char *error)
{
	char driver[PLAN_TEXT];

	device_driver(device, driver, sizeof(driver));
	return fail(error, ERROR_REFUSED "device %s %s: %s did not take it (driver: %s)",
		    device->role, device->name, binding->driver, driver[0] ? driver : "none");
}

/* drivers_probe succeeds even when the driver's probe failed. */
static int device_probe(const struct plan_device *device)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), BUS "/%s/drivers_probe", device->bus);
	return text_write(path, device->name);
}

static int device_force(const struct plan_binding *binding, const struct plan_device *device,
			char *error)
{
	char path[PATH_MAX];

	if (device_unbind(binding, device, error))
		return -1;
	if (binding->no_reset)
		device_forbid_reset(device);
	device_path(device, "driver_override", path, sizeof(path));
	if (text_write(path, binding->driver) || device_probe(device))
		return fail(error, "device %s %s: bind to %s: %s", device->role, device->name,
			    binding->driver, errno_text(errno));
	return device_has(device, binding->driver) ? 0 : device_refused(binding, device, error);
}

/* What the driver knows it has taken when it was loaded, unless the device was released before. */
static bool device_offer(const struct plan_binding *binding, const struct plan_device *device)
{
	if (binding->no_reset)
		device_forbid_reset(device);
	if (device_has(device, ""))
		device_probe(device);
	return device_has(device, binding->driver);
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
static bool device_there(const struct plan_device *device)
{
	int waited;

	for (waited = 0; device_gone(device); waited += 10) {
		if (waited >= PLUG_MS)
			return false;
		if (waited % (4 * HEARD_MS) == HEARD_MS)
			slot_switch_on(device->name);
		usleep(10000);
	}
	return true;
}

/* The devices on the bus of the driver under test, of those that the plan names. */
static bool concerns(const struct plan *plan, const struct plan_device *device)
{
	return plan->binding.bus[0] && !strcmp(device->bus, plan->binding.bus);
}

static int devices_force(const struct plan *plan, char *error)
{
	unsigned int i;

	for (i = 0; i < plan->nr_devices; i++)
		if (concerns(plan, &plan->devices[i]) && device_there(&plan->devices[i]) &&
		    device_force(&plan->binding, &plan->devices[i], error))
			return -1;
	return 0;
}

/* One that is taken is enough: the machine may have others that the driver does not know. */
static int devices_offer(const struct plan *plan, char *error)
{
	const struct plan_device *refused = NULL;
	bool taken = false;
	unsigned int i;

	for (i = 0; i < plan->nr_devices; i++) {
		if (!concerns(plan, &plan->devices[i]) || !device_there(&plan->devices[i]))
			continue;
		if (device_offer(&plan->binding, &plan->devices[i]))
			taken = true;
		else if (!refused)
			refused = &plan->devices[i];
	}
	return refused && !taken ? device_refused(&plan->binding, refused, error) : 0;
}

int devices_bind(const struct plan *plan, char *error)
{
	int waited;

	if (plan->binding.override)
		return devices_force(plan, error);
	/* A bus that is searched in the background finds its devices when it does. */
	for (waited = 0; devices_offer(plan, error); waited += 100) {
		if (waited >= APPEAR_MS)
			return -1;
		usleep(100000);
	}
	return 0;
}

int devices_unbind(const struct plan *plan, char *error)
{
	char further[ERROR_SIZE];
	unsigned int i;
	int result = 0;

	for (i = 0; i < plan->nr_devices; i++)
		if (concerns(plan, &plan->devices[i]) && !device_gone(&plan->devices[i]) &&
		    device_unbind(&plan->binding, &plan->devices[i], result ? further : error))
			result = -1;
	return result;
}
