// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "contract.h"
#include "optin.h"
#include "resource.h"
#include "subject.h"

const char *subject_bdf(const char *role)
{
	char name[64], *at;

	snprintf(name, sizeof(name), "KPW_BDF_%s", role);
	for (at = name; *at; at++)
		*at = toupper((unsigned char)*at);
	return getenv(name);
}

bool subject_there(const char *role)
{
	const char *bdf = subject_bdf(role);
	char path[PATH_MAX];

	if (!bdf)
		return true;
	/* Plugged in again it has no driver before the next cell gives it one. */
	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/driver", bdf);
	return !access(path, F_OK);
}

static bool group_of(const char *role, char *group)
{
	char path[PATH_MAX];
	ssize_t length;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/iommu_group", subject_bdf(role));
	length = readlink(path, group, PATH_MAX - 1);
	if (length < 0)
		return false;
	group[length] = '\0';
	return true;
}

bool subject_same_group(const char *role, const char *other)
{
	char group[PATH_MAX], others[PATH_MAX];

	return subject_bdf(role) && subject_bdf(other) && group_of(role, group) &&
	       group_of(other, others) && !strcmp(group, others);
}

int subject_open(struct subject *subject, const char *role, char *error)
{
	*subject = (struct subject){ .role = role, .bdf = subject_bdf(role) };
	if (vfio_open(&subject->vfio, subject->bdf, error))
		return -1;
	if (pci_enable(subject->vfio.device) ||
	    pci_find_msix(subject->vfio.device, &subject->msix)) {
		snprintf(error, VFIO_ERROR, "config space: %s", strerror(errno));
		vfio_close(&subject->vfio);
		return -1;
	}
	if (contract_says("optin.reopen", "opted"))
		optin_settle(subject->vfio.device);
	subject->open = true;
	return 0;
}

int subject_bar(const struct subject *subject, unsigned int index, struct bar *bar)
{
	if (bar_open(bar, subject->vfio.device, index, &subject->msix))
		return -1;
	bar->mappable = resource_mappable(subject->bdf, index);
	return 0;
}

void subject_close(struct subject *subject)
{
	if (!subject->open)
		return;
	optin_settle(subject->vfio.device);
	vfio_close(&subject->vfio);
	subject->open = false;
}
