/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_MATE_H
#define KPW_MATE_H

#include <sys/types.h>

#include "holds.h"

/*
 * A second process, forked with all that the first one has mapped, which also
 * maps the same for itself. It touches when it is told to.
 */
struct mate {
	pid_t pid;
	int socket;
};

enum mate_what {
	MATE_FORKED = 'f',	/* what it got by the fork */
	MATE_OWN = 'o',		/* what it mapped itself */
};

/* Returns when its own mappings were touched; -1 with errno. */
int mate_start(struct mate *mate, const struct holds *holds);
/* What it sees as it touches: "kept", "SIGBUS", "mixed"; "gone" if it died of it. */
const char *mate_touch(const struct mate *mate, enum mate_what what);
void mate_end(struct mate *mate);

#endif
