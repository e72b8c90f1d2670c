// SPDX-License-Identifier: GPL-2.0
/*
 * Copies of a mapping's pages that the kernel makes itself, by fork() and by
 * mremap(): they have to go with the pages that they were made of. A driver
 * that finds mappings by the file's address space has them all; one with a
 * list of its own knows only who has faulted, and drops what a copy has in
 * vm_ops->open, which is before the pages are copied where the kernel
 * calls it so early. The contract says which the tree has ("copies.taken"):
 * where it is the list, a copy that is left is a known fault of the tree, XFAIL.
 *
 *   copies.<role>.by_fork    <role>.copies.forked: "SIGBUS", or "kept" while the
 *                            parent has SIGBUS; same.<role>.copies.forked
 *   copies.<role>.by_mremap  <role>.copies.moved, same.<role>.copies.moved; skipped where the
 *                            driver has a list: x86 then warns (WARNING: untrack_pfn)
 *
 * Written without the harness, which knows no XFAIL at run time.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <kselftest.h>

#include "access.h"
#include "contract.h"
#include "holds.h"
#include "mate.h"
#include "observe.h"
#include "subject.h"

static const char * const roles[] = { "e1000e", "nvme" };
#define ROLES (sizeof(roles) / sizeof(roles[0]))

static void judge(const char *role, const char *how, const char *key, const char *seen)
{
	const char *taken = contract_value("copies.taken");

	observe(seen, "%s.copies.%s", role, key);
	observe_same(seen, "%s.copies.%s", role, key);
	if (!strcmp(seen, "SIGBUS"))
		ksft_test_result_pass("copies.%s.%s\n", role, how);
	else if (strcmp(taken, "always") && !strcmp(seen, "kept"))
		ksft_test_result_xfail("copies.%s.%s: this tree's driver looks for mappings in a list of its own\n",
				       role, how);
	else
		ksft_test_result_fail("copies.%s.%s: %s (copies.taken: %s)\n", role, how, seen,
				      taken);
}

/* Another mapping of what is held, moved to where something else was. */
static void *moved(const struct hold *hold)
{
	void *place, *start = bar_map(&hold->bar, hold->offset, hold->length);

	if (start == MAP_FAILED)
		return start;
	mapped_touch(start, hold->length);
	place = mmap(NULL, hold->length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return mremap(start, hold->length, hold->length, MREMAP_MAYMOVE | MREMAP_FIXED, place);
}

static void try_role(const struct subject *subject)
{
	/* untrack_pfn() of x86 finds nothing where vm_ops->open drops what is not there yet. */
	bool copies = contract_says("copies.taken", "always");
	struct holds holds, copy;
	struct mate mate;
	const char *own;

	holds_take(&holds, subject);
	if (!holds.count || mate_start(&mate, &holds)) {
		ksft_test_result_skip("copies.%s.by_fork: nothing of it can be mapped\n", subject->role);
		ksft_test_result_skip("copies.%s.by_mremap: nothing of it can be mapped\n",
				      subject->role);
		holds_drop(&holds);
		return;
	}
	copy = holds;
	copy.count = 1;
	copy.hold[0].start = copies ? moved(&holds.hold[0]) : MAP_FAILED;
	if (pci_decode(subject->vfio.device, false))
		printf("# decoding: %s\n", strerror(errno));
	own = holds_touch(&holds);
	judge(subject->role, "by_fork", "forked",
	      strcmp(own, "SIGBUS") ? "not_off" : mate_touch(&mate, MATE_FORKED));
	if (copies)
		judge(subject->role, "by_mremap", "moved",
		      copy.hold[0].start == MAP_FAILED ? "not_moved" : holds_touch(&copy));
	else
		ksft_test_result_skip("copies.%s.by_mremap: a driver with a list has x86 warn as it moves\n",
				      subject->role);
	pci_decode(subject->vfio.device, true);
	mate_end(&mate);
	if (copy.hold[0].start != MAP_FAILED)
		holds_drop(&copy);
	holds_drop(&holds);
}

int main(void)
{
	struct subject subject;
	char error[VFIO_ERROR];
	size_t i;

	ksft_print_header();
	ksft_set_plan(2 * ROLES);
	for (i = 0; i < ROLES; i++) {
		if (!subject_bdf(roles[i])) {
			ksft_test_result_skip("copies.%s.by_fork: no such device\n", roles[i]);
			ksft_test_result_skip("copies.%s.by_mremap: no such device\n", roles[i]);
			continue;
		}
		if (subject_open(&subject, roles[i], error))
			ksft_exit_fail_msg("%s: %s\n", roles[i], error);
		try_role(&subject);
		subject_close(&subject);
	}
	if (ksft_get_fail_cnt())
		ksft_exit_fail();
	ksft_exit_pass();
}
