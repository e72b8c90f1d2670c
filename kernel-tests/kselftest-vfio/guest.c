// SPDX-License-Identifier: GPL-2.0
/*
 * Linked into each of the kernel's own vfio selftests, whose sources stay as
 * they are in the tree. It answers for what they expect of a host and a guest
 * does not have:
 *
 *  - the device: a program called <suite>:<program>:<role> is given the device
 *    of that role, as VFIO_SELFTESTS_BDF;
 *  - the IOMMU mode: theirs is iommufd, which Debian's kernels lack; without
 *    /dev/iommu the default is type1v2, and a test that asks for iommufd by
 *    name is skipped, where it would fail at opening the file;
 *  - standard error, where their assertions go, becomes part of the results.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <uuid/uuid.h>

#include "../suite/role.h"

#define KSFT_SKIP 4
#define IOMMUFD "/dev/iommu"

struct iommu;

extern const char *default_iommu_mode;

struct iommu *__real_iommu_init(const char *mode);
struct iommu *__wrap_iommu_init(const char *mode);
const char *__real_vfio_pci_get_cdev_path(const char *bdf);
const char *__wrap_vfio_pci_get_cdev_path(const char *bdf);

/* The C library hands a constructor what it hands main(). */
__attribute__((constructor)) static void prepare(int argc, char **argv)
{
	const char *role = argc > 0 ? role_of(argv[0]) : NULL;
	const char *bdf = role ? device_of_role(role) : NULL;

	if (bdf)
		setenv("VFIO_SELFTESTS_BDF", bdf, 1);
	if (access(IOMMUFD, F_OK))
		default_iommu_mode = "vfio_type1v2_iommu";
	setvbuf(stdout, NULL, _IOLBF, 0);
	dup2(STDOUT_FILENO, STDERR_FILENO);
}

/* Called in the child that runs one test: the harness reads its exit status. */
struct iommu *__wrap_iommu_init(const char *mode)
{
	if (mode && !strncmp(mode, "iommufd", strlen("iommufd")) && access(IOMMUFD, F_OK)) {
		printf("# no " IOMMUFD ": this kernel has no iommufd\n");
		exit(KSFT_SKIP);
	}
	return __real_iommu_init(mode);
}

/* Called before the harness begins, so this is a whole document of its own. */
const char *__wrap_vfio_pci_get_cdev_path(const char *bdf)
{
	if (access(IOMMUFD, F_OK)) {
		printf("TAP version 13\n1..0 # SKIP no " IOMMUFD ": this kernel has no iommufd\n");
		exit(KSFT_SKIP);
	}
	return __real_vfio_pci_get_cdev_path(bdf);
}

int uuid_parse(const char *text, uuid_t uuid)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	char pair[3] = "";
	unsigned int digits = 0;
	size_t i;

	if (strlen(text) != strlen(form))
		return -1;
	for (i = 0; form[i]; i++) {
		if (form[i] == '-') {
			if (text[i] != '-')
				return -1;
			continue;
		}
		if (!isxdigit((unsigned char)text[i]))
			return -1;
		pair[digits % 2] = text[i];
		if (digits++ % 2)
			uuid[digits / 2 - 1] = (unsigned char)strtoul(pair, NULL, 16);
	}
	return 0;
}
