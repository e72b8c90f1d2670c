/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_KSELFTEST_PLAN_H
#define KPW_KSELFTEST_PLAN_H

#define PLAN_TEXT 512
#define PLAN_ARGUMENTS 32

/* How one program is run: the lines of /kselftest.plan/<its name in the guest>. */
struct plan {
	char title[PLAN_TEXT];		/* "timers: posix_timers", as kselftest's runner has it */
	char root[PLAN_TEXT];		/* what /kselftest is for this program; "" where it is as it is */
	char directory[PLAN_TEXT];
	char why[PLAN_TEXT];		/* not to be run at all: "not built: ..." */
	unsigned int timeout;		/* seconds on a quiet machine */
	int argc;
	char *argv[PLAN_ARGUMENTS + 1];
};

/* 0, or -1 with what is wrong on standard output. */
int plan_read(const char *name, struct plan *plan);

#endif
