// SPDX-License-Identifier: GPL-2.0
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "coverage.h"
#include "stream.h"
#include "text.h"

#define COVERAGE "/proc/kpw_coverage"
#define SECTIONS_SIZE 16384

/* Modules are loaded by a child: shared with it. */
static char *sections;

static void tell(const char *text)
{
	if (text_write(COVERAGE, text))
		kmsg("kpw: %s: %s", COVERAGE, errno_text(errno));
}

void coverage_begin(void)
{
	if (access(COVERAGE, R_OK))
		return;
	if (!sections) {
		sections = mmap(NULL, SECTIONS_SIZE, PROT_READ | PROT_WRITE,
				MAP_SHARED | MAP_ANONYMOUS, -1, 0);
		if (sections == MAP_FAILED) {
			sections = NULL;
			return;
		}
	}
	sections[0] = '\0';
	tell("clear");
}

void coverage_mark(const char *what, const char *name)
{
	char line[256];

	if (!sections)
		return;
	snprintf(line, sizeof(line), "mark %s%s%s", what, *name ? " " : "", name);
	tell(line);
}

void coverage_sections(const char *module)
{
	char directory[PATH_MAX], path[PATH_MAX + 256], address[64];
	size_t used = sections ? strlen(sections) : 0;
	struct dirent *entry;
	DIR *listing;

	if (!sections)
		return;
	snprintf(directory, sizeof(directory), "/sys/module/%s/sections", module);
	listing = opendir(directory);
	if (!listing)
		return;
	while ((entry = readdir(listing))) {
		/* .text, .init.text, .text.unlikely */
		if (!strstr(entry->d_name, "text"))
			continue;
		snprintf(path, sizeof(path), "%s/%s", directory, entry->d_name);
		if (text_read(path, address, sizeof(address)))
			continue;
		address[strcspn(address, "\n")] = '\0';
		used += snprintf(sections + used, SECTIONS_SIZE - used, "section %s %s %s\n", module,
				 entry->d_name, address);
		if (used >= SECTIONS_SIZE)
			break;
	}
	closedir(listing);
}

void coverage_report(void)
{
	char buffer[4096];
	ssize_t got;
	int fd;

	if (!sections)
		return;
	fd = open(COVERAGE, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	stream_line("coverage begin");
	stream_write(sections, strlen(sections));
	while ((got = read(fd, buffer, sizeof(buffer))) > 0 || (got < 0 && errno == EINTR))
		if (got > 0)
			stream_write(buffer, got);
	close(fd);
	stream_line("coverage end");
}
