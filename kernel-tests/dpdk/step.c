// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "step.h"

static unsigned int steps;
static bool failed;

void steps_begin(unsigned int count)
{
	printf("1..%u\n", count);
}

bool steps_good(void)
{
	return !failed;
}

void step(bool good, const char *name, const char *why)
{
	if (!good)
		printf("# %s\n", why);
	printf("%sok %u %s\n", good ? "" : "not ", ++steps, name);
	failed |= !good;
}

void step_not_reached(const char *name)
{
	printf("ok %u %s # SKIP not reached\n", ++steps, name);
}
