/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_CLIENT_H
#define KPW_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "bar.h"

#define CLIENT_AREAS 8
#define CLIENT_TEXT 256

struct area {
	uint64_t start;
	uint64_t length;
	void *mapping;		/* or MAP_FAILED */
};

/* What a userspace maps of the BAR that holds the table. */
struct client {
	struct bar bar;
	struct area areas[CLIENT_AREAS];
	unsigned int nr_areas;
};

/* Nothing happens for an empty area. */
void client_map(struct client *client, uint64_t start, uint64_t length);
void client_unmap(struct client *client);

/* "0x0+0x2000,0x3000+0x1000", or "none". */
void client_text(const struct client *client, char *text);

/* "around" the table's pages, "whole", "nothing", "other"; "refused" where the kernel would not. */
const char *client_maps(const struct client *client);

/* Who leaves out the table's pages has nothing left; has no such register. */
bool client_spares_all(const struct client *client);
bool client_spares(const struct client *client, uint64_t at);

/* A register read both ways: "ok", "differs", "SIGBUS", an errno's name, or "nothing" maps it. */
const char *client_reads(const struct client *client, uint64_t at);

#endif
