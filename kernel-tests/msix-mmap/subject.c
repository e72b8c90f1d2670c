// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contract.h"
#include "optin.h"
#include "subject.h"

const char *subject_bdf(const char *role)
{
	char name[64], *at;

	snprintf(name, sizeof(name), "KPW_BDF_%s", role);
	for (at = name; *at; at++)
		*at = toupper((unsigned char)*at);
	return getenv(name);
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

void subject_close(struct subject *subject)
{
	if (!subject->open)
		return;
	optin_settle(subject->vfio.device);
	vfio_close(&subject->vfio);
	subject->open = false;
}
