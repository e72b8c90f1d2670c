// SPDX-License-Identifier: GPL-2.0
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mate.h"

static const char * const answers[] = { "kept", "SIGBUS", "mixed" };
#define ANSWERS (sizeof(answers) / sizeof(answers[0]))
#define READY 'r'

static void live(int socket, const struct holds *forked)
{
	struct holds own;
	const char *seen;
	unsigned char byte = READY;

	if (forked->count && !holds_map(&own, forked, forked->hold[0].bar.device))
		_exit(1);
	while (write(socket, &byte, 1) == 1 && read(socket, &byte, 1) == 1) {
		seen = holds_touch(byte == MATE_FORKED ? forked : &own);
		for (byte = 0; byte < ANSWERS && strcmp(seen, answers[byte]);)
			byte++;
	}
	_exit(0);
}

int mate_start(struct mate *mate, const struct holds *holds)
{
	unsigned char byte;
	int ends[2];

	*mate = (struct mate){ .pid = -1, .socket = -1 };
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return -1;
	mate->pid = fork();
	if (!mate->pid) {
		close(ends[0]);
		live(ends[1], holds);
	}
	close(ends[1]);
	mate->socket = ends[0];
	return mate->pid > 0 && read(mate->socket, &byte, 1) == 1 && byte == READY ? 0 : -1;
}

const char *mate_touch(const struct mate *mate, enum mate_what what)
{
	unsigned char byte = what;

	if (write(mate->socket, &byte, 1) != 1 || read(mate->socket, &byte, 1) != 1)
		return "gone";
	return byte < ANSWERS ? answers[byte] : "?";
}

void mate_end(struct mate *mate)
{
	if (mate->socket >= 0)
		close(mate->socket);
	if (mate->pid > 0)
		waitpid(mate->pid, NULL, 0);
	mate->pid = mate->socket = -1;
}
