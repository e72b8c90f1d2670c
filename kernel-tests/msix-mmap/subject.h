/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_SUBJECT_H
#define KPW_SUBJECT_H

#include <stdbool.h>

#include "bar.h"
#include "pci.h"
#include "vfio.h"

/* The device under test in one role of the plan, open and ready for access. */
struct subject {
	const char *role;
	const char *bdf;
	bool open;
	struct vfio vfio;
	struct msix msix;
};

/* $KPW_BDF_<ROLE>, NULL where the machine has no such device. */
const char *subject_bdf(const char *role);

/* False where the machine has such a device, and it is not there: unplugged by a test. */
bool subject_there(const char *role);

/* Whether two roles are in one IOMMU group, which has one user at a time: all are, on pseries. */
bool subject_same_group(const char *role, const char *other);

/* 0, or -1 with @error of VFIO_ERROR bytes. */
int subject_open(struct subject *subject, const char *role, char *error);
void subject_close(struct subject *subject);

/* A BAR of it, and what may be expected of that one; -1 with errno. */
int subject_bar(const struct subject *subject, unsigned int index, struct bar *bar);

/*
 * The roles with MSI-X beyond e1000e and nvme, each as a variant of a fixture
 * whose variants have a `role`. Where a machine has no such device, its tests
 * are skipped.
 */
#define SUBJECT_ROLES_FURTHER(fixture)							\
	FIXTURE_VARIANT_ADD(fixture, nvme64k) { .role = "nvme64k" };			\
	FIXTURE_VARIANT_ADD(fixture, xhci) { .role = "xhci" };				\
	FIXTURE_VARIANT_ADD(fixture, virtio) { .role = "virtio" };			\
	FIXTURE_VARIANT_ADD(fixture, vmxnet3) { .role = "vmxnet3" };			\
	FIXTURE_VARIANT_ADD(fixture, igb) { .role = "igb" }

/*
 * For FIXTURE_SETUP(): open, skip without the device, fail with the reason.
 * And the first line of each test: before 6.1 the harness runs a test also
 * when its setup has skipped it.
 */
#define SUBJECT_SETUP(subject, role) do {						\
	char error_[VFIO_ERROR];							\
	if (!subject_bdf(role))								\
		SKIP(return, "no %s device in this machine", (role));			\
	ASSERT_EQ(0, subject_open((subject), (role), error_)) {				\
		TH_LOG("%s %s: %s", (role), subject_bdf(role), error_);			\
	}										\
} while (0)

#define SUBJECT_NEEDED(subject) do {							\
	if (!(subject)->open)								\
		return;									\
} while (0)

#endif
