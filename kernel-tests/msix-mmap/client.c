// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>

#include "access.h"
#include "client.h"
#include "observe.h"

void client_map(struct client *client, uint64_t start, uint64_t length)
{
	struct area *area = &client->areas[client->nr_areas];

	if (!length || client->nr_areas == CLIENT_AREAS)
		return;
	*area = (struct area){ start, length, bar_map(&client->bar, start, length) };
	client->nr_areas++;
}

void client_unmap(struct client *client)
{
	while (client->nr_areas) {
		client->nr_areas--;
		if (client->areas[client->nr_areas].mapping != MAP_FAILED)
			munmap(client->areas[client->nr_areas].mapping,
			       client->areas[client->nr_areas].length);
	}
}

void client_text(const struct client *client, char *text)
{
	unsigned int i;
	int used = 0;

	snprintf(text, CLIENT_TEXT, "none");
	for (i = 0; i < client->nr_areas && used < CLIENT_TEXT; i++)
		used += snprintf(text + used, CLIENT_TEXT - used, "%s0x%llx+0x%llx",
				 used ? "," : "", (unsigned long long)client->areas[i].start,
				 (unsigned long long)client->areas[i].length);
}

/* "around" only if they leave out the table and nothing else. */
static bool leaves_table_alone(const struct client *client)
{
	const struct bar *bar = &client->bar;
	uint64_t covered = 0;
	unsigned int i;

	for (i = 0; i < client->nr_areas; i++) {
		if (client->areas[i].start < bar->table_end &&
		    bar->table_start < client->areas[i].start + client->areas[i].length)
			return false;
		covered += client->areas[i].length;
	}
	return covered + (bar->table_end - bar->table_start) >= bar->size;
}

const char *client_maps(const struct client *client)
{
	unsigned int i;

	for (i = 0; i < client->nr_areas; i++)
		if (client->areas[i].mapping == MAP_FAILED)
			return "refused";
	if (!client->nr_areas)
		return "nothing";
	if (client->nr_areas == 1 && !client->areas[0].start &&
	    client->areas[0].length >= client->bar.size)
		return "whole";
	return leaves_table_alone(client) ? "around" : "other";
}

bool client_spares_all(const struct client *client)
{
	const struct bar *bar = &client->bar;

	return !bar->table_start && bar->table_end >= bar->size;
}

bool client_spares(const struct client *client, uint64_t at)
{
	return at >= client->bar.table_start && at < client->bar.table_end;
}

const char *client_reads(const struct client *client, uint64_t at)
{
	uint32_t by_pread, by_mmap;
	const struct area *area;

	for (area = client->areas; area < client->areas + client->nr_areas; area++) {
		if (area->mapping == MAP_FAILED || at < area->start ||
		    at + sizeof(by_mmap) > area->start + area->length)
			continue;
		if (!mapped_read32(area->mapping, at - area->start, &by_mmap))
			return "SIGBUS";
		if (bar_read32(&client->bar, at, &by_pread))
			return errno_name(errno);
		return by_mmap == by_pread ? "ok" : "differs";
	}
	return "nothing";
}
