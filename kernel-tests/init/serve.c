// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <unistd.h>

#include "archive.h"
#include "cell.h"
#include "mailbox.h"
#include "serve.h"
#include "shell.h"
#include "stream.h"
#include "text.h"

#define PLAN "/plan"

void plan_run(const struct plan *plan)
{
	char error[ERROR_SIZE];
	unsigned int i;

	if (plan->shell) {
		if (shell_run(plan, error))
			stream_line("error %s", error);
		return;
	}
	for (i = 0; i < plan->nr_cells; i++)
		cell_run(plan, plan->cells[i]);
}

static int letter_unpack(struct mailbox *box, char *error)
{
	size_t length;
	char *letter = mailbox_take(box, &length, error);
	int result;

	if (!letter)
		return -1;
	result = archive_unpack(letter, length, error);
	free(letter);
	return result;
}

void serve(struct plan *plan)
{
	char error[ERROR_SIZE];
	struct mailbox box;

	if (mailbox_open(&box, error)) {
		stream_line("error %s", error);
		return;
	}
	do {
		/* A plan that was run is gone: the next letter need not bring one. */
		unlink(PLAN);
		/* A kernel may keep its last line back until the next one comes. */
		kmsg("kpw: letter %llu done", (unsigned long long)box.number);
		stream_line("ready %llu", (unsigned long long)box.number);
		if (letter_unpack(&box, error) ||
		    (!access(PLAN, F_OK) && plan_read(PLAN, plan, error))) {
			stream_line("error %s", error);
			continue;
		}
		if (!access(PLAN, F_OK))
			plan_run(plan);
	} while (plan->wait);
}
