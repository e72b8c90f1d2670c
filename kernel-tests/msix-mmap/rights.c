// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "observe.h"
#include "rights.h"

#define NOBODY 65534
#define TEXT 64

static int drop_capabilities(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { 0 };

	return syscall(SYS_capset, &header, none);
}

static int become(enum rights rights)
{
	switch (rights) {
	case RIGHTS_ALL:
		return 0;
	case RIGHTS_NO_CAPABILITIES:
		return drop_capabilities();
	case RIGHTS_NOBODY:
		return setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) ||
		       setresuid(NOBODY, NOBODY, NOBODY) ? -1 : 0;
	}
	return -1;
}

const char *with_rights(enum rights rights, const char *(*call)(const void *), const void *argument)
{
	static char seen[TEXT];
	ssize_t length = 0;
	int ends[2];
	pid_t pid;

	if (pipe(ends))
		return errno_name(errno);
	pid = fork();
	if (pid == 0) {
		snprintf(seen, sizeof(seen), "%s",
			 become(rights) ? "(rights cannot be dropped)" : call(argument));
		_exit(write(ends[1], seen, strlen(seen)) < 0);
	}
	close(ends[1]);
	if (pid > 0) {
		length = read(ends[0], seen, sizeof(seen) - 1);
		waitpid(pid, NULL, 0);
	}
	close(ends[0]);
	seen[length > 0 ? length : 0] = '\0';
	return length > 0 ? seen : "(no answer)";
}
