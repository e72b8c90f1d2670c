/* SPDX-License-Identifier: GPL-2.0 */
/* Included behind kselftest_harness.h, whose list of tests is each program's own. */
#ifndef KPW_MARK_H
#define KPW_MARK_H

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MARK_TESTS 128

static struct marked_test {
	struct __test_metadata *test;
	void (*run)(struct __test_metadata *, struct __fixture_variant_metadata *);
} marked_tests[MARK_TESTS];

/* Tells the module of kernel-tests/coverage, where it is loaded, which test comes. */
static void mark_test(const struct __test_metadata *test,
		      const struct __fixture_variant_metadata *variant)
{
	char line[256];
	int fd = open("/proc/kpw_coverage", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	/* By its name in the KTAP. */
	snprintf(line, sizeof(line), "mark test %s %s%s%s.%s", program_invocation_short_name,
		 test->fixture->name, variant->name[0] ? "." : "", variant->name, test->name);
	if (write(fd, line, strlen(line)) < 0)
		printf("# no mark for %s: %s\n", test->name, strerror(errno));
	close(fd);
}

static void marked_run(struct __test_metadata *test, struct __fixture_variant_metadata *variant)
{
	unsigned int i;

	mark_test(test, variant);
	for (i = 0; i < MARK_TESTS && marked_tests[i].test; i++)
		if (marked_tests[i].test == test)
			marked_tests[i].run(test, variant);
}

/* The harness calls a test in the test's own process, before its fixture is set up. */
static void mark_tests(void)
{
	struct __fixture_metadata *fixture;
	struct __test_metadata *test;
	unsigned int count = 0;

	for (fixture = __fixture_list; fixture; fixture = fixture->next) {
		for (test = fixture->tests; test && count < MARK_TESTS; test = test->next) {
			marked_tests[count].test = test;
			marked_tests[count++].run = test->fn;
			test->fn = marked_run;
		}
	}
}

#endif
