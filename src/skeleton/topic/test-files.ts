// SPDX-License-Identifier: GPL-2.0-only
import type { TopicPlan } from './plan.ts';
import { counterOf } from './source-files.ts';

export function testProgramText({ name }: TopicPlan): string {
  return `${name.replaceAll('-', '_')}_test`;
}

export function makefile(plan: TopicPlan): string {
  return `# SPDX-License-Identifier: GPL-2.0
#
# kpw runs: make OUT=<folder> KSELFTEST=<of the tree> KPW=<kpw.h> UAPI=<include/uapi of the tree> test
# and the same with UAPI_OLD and "old", for programs that were built before the design, and for a variant with a client()
# with UAPI_NEW and "new", for programs that know it.

OUT ?= build
CFLAGS ?= -O2
LDFLAGS ?= -static -s

# The harness as a system header: its own warnings are not ours.
FLAGS := -std=gnu11 -pthread -Wall -Wextra -D_GNU_SOURCE= -idirafter $(KSELFTEST) -isystem $(KPW)

test: $(OUT)/${testProgramText(plan)}
old new:
	@mkdir -p $(OUT)

$(OUT)/%: %.c
	@mkdir -p $(OUT)
	$(CC) $(CFLAGS) $(FLAGS) -o $@ $< $(LDFLAGS)

.PHONY: test old new
`;
}

export function program(plan: TopicPlan): string {
  const { driver, entry, calls } = plan;
  const waits = calls === 'some' && entry.called === 'for a device';
  return `// SPDX-License-Identifier: GPL-2.0
/*
 * calls	what userspace can find out of the calls of ${entry.name}(): some, none, or absent
 */
#include <kpw.h>

#define PARAMETER "/sys/module/${driver.module}/parameters/${counterOf(plan)}"
${
  waits
    ? `/* A bus may find its devices after the module was loaded. */
#define PATIENCE_MS 5000
`
    : ''
}
static const char *calls(void)
{
	FILE *file = fopen(PARAMETER, "re");
	unsigned int count;
	int read;

	if (!file)
		return "absent";
	read = fscanf(file, "%u", &count);
	fclose(file);
	if (read != 1)
		return "unreadable";
	return count ? "some" : "none";
}

TEST(calls_are_told_as_promised)
{
	const char *promised = kpw_promised("calls");
${
  waits
    ? `	const char *seen = calls();
	int waited;

	for (waited = 0; waited < PATIENCE_MS && strcmp(seen, promised); waited += 10) {
		usleep(10 * 1000);
		seen = calls();
	}
`
    : `	const char *seen = calls();

`
}	/* What was seen first, so that a wrong kernel leaves its evidence as well. */
	kpw_observe("calls", "%s", seen);
	EXPECT_STREQ(promised, seen);
}

TEST_HARNESS_MAIN
`;
}
