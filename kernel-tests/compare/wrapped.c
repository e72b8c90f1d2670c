// SPDX-License-Identifier: GPL-2.0
/*
 * Runs somebody's program, whose path is in $KPW_PROGRAM_<name>, where <name> is
 * what this one is called. What prints KTAP is handed on as it is. Of anything
 * else the exit status is the result, as for kselftest: 0 passed, 4 skipped,
 * all others failed; what it printed becomes diagnostics.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define OUTPUT_SIZE (512 * 1024)
#define KSFT_SKIP 4
#define LINES_TOLD 40

static char output[OUTPUT_SIZE + 1];

/* Starts the program with its output in a pipe, and reads it to its end. */
static int program_run(const char *path, size_t *length)
{
	int pipes[2], status;
	char drop[4096];
	ssize_t got;
	pid_t child;

	if (pipe(pipes))
		return -1;
	child = fork();
	if (child < 0)
		return -1;
	if (child == 0) {
		dup2(pipes[1], STDOUT_FILENO);
		dup2(pipes[1], STDERR_FILENO);
		close(pipes[0]);
		close(pipes[1]);
		execl(path, path, (char *)NULL);
		dprintf(STDOUT_FILENO, "%s: %s\n", path, strerror(errno));
		_exit(127);
	}
	close(pipes[1]);
	for (;;) {
		size_t room = OUTPUT_SIZE - *length;

		got = room ? read(pipes[0], output + *length, room) : read(pipes[0], drop, sizeof(drop));
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		if (room)
			*length += got;
	}
	close(pipes[0]);
	while (waitpid(child, &status, 0) < 0) {
		if (errno != EINTR)
			return -1;
	}
	return status;
}

static int is_ktap(const char *text)
{
	for (; *text; text = strchr(text, '\n') ? strchr(text, '\n') + 1 : "") {
		if (!strncmp(text, "TAP version ", 12) || !strncmp(text, "KTAP version ", 13))
			return 1;
		if (!strncmp(text, "ok ", 3) || !strncmp(text, "not ok ", 7) || !strncmp(text, "1..", 3))
			return 1;
	}
	return 0;
}

/* Bytes that are no text would end the stream of results. */
static void print_diagnostics(char *text)
{
	char *line, *rest, *at;
	int told = 0;

	for (line = strtok_r(text, "\n", &rest); line && told < LINES_TOLD;
	     line = strtok_r(NULL, "\n", &rest), told++) {
		for (at = line; *at; at++) {
			if (!isprint((unsigned char)*at) && *at != '\t')
				*at = '?';
		}
		printf("# %s\n", line);
	}
	if (line)
		printf("# (more lines were left out)\n");
}

int main(int argc, char **argv)
{
	const char *slash = strrchr(argv[0], '/');
	const char *name = slash ? slash + 1 : argv[0];
	char variable[256] = "KPW_PROGRAM_";
	size_t at, length = 0;
	const char *path;
	int status;

	(void)argc;
	for (at = 0; name[at] && strlen(variable) < sizeof(variable) - 1; at++) {
		char letter[2] = { isalnum((unsigned char)name[at]) ? name[at] : '_', '\0' };

		strcat(variable, letter);
	}
	path = getenv(variable);
	if (!path) {
		fprintf(stderr, "$%s is not set\n", variable);
		return 1;
	}
	status = program_run(path, &length);
	if (is_ktap(output)) {
		fwrite(output, 1, length, stdout);
		return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
	}
	printf("TAP version 13\n1..1\n");
	for (at = 0; at < length; at++) {
		if (!output[at])
			output[at] = '?';
	}
	print_diagnostics(output);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
		printf("ok 1 exit status\n");
		return 0;
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == KSFT_SKIP) {
		printf("ok 1 exit status # SKIP\n");
		return 0;
	}
	if (WIFSIGNALED(status))
		printf("# killed by signal %d\n", WTERMSIG(status));
	else
		printf("# exit status %d\n", WEXITSTATUS(status));
	printf("not ok 1 exit status\n");
	return 1;
}
