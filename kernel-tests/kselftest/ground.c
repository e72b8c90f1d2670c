// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "ground.h"

#define SLOWNESS_FILE "/run/kpw-slowness"
#define KSELFTEST "/kselftest"
#define NEW_ROOT "/run/kpw-root"

/* Seconds that a kernel takes to get here, and how much longer is made up for (as init does). */
#define USUAL_BOOT 5
#define MOST_SLOWNESS 10

/* More than any test needs, and few enough for one that forks for ever. */
#define MOST_THREADS "2048"

struct place {
	const char *type;
	const char *path;
	const char *options;
	int needed;
};

/* What a distribution mounts at its start. A kernel may lack all but the first. */
static const struct place places[] = {
	{ "tmpfs", "/run", "mode=755", 1 },
	{ "tmpfs", "/tmp", "mode=1777", 1 },
	{ "tmpfs", "/var/tmp", "mode=1777", 0 },
	{ "tmpfs", "/dev/shm", "mode=1777", 0 },
	{ "devpts", "/dev/pts", "gid=5,mode=620,ptmxmode=666", 0 },
	{ "mqueue", "/dev/mqueue", NULL, 0 },
	{ "cgroup2", "/sys/fs/cgroup", NULL, 0 },
	{ "tracefs", "/sys/kernel/tracing", NULL, 0 },
	{ "securityfs", "/sys/kernel/security", NULL, 0 },
	{ "configfs", "/sys/kernel/config", NULL, 0 },
	{ "bpf", "/sys/fs/bpf", NULL, 0 },
};

static const struct {
	const char *path;
	const char *text;
} files[] = {
	{ "/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n" },
	{ "/etc/group", "root:x:0:\ntty:x:5:\nnogroup:x:65534:\n" },
	{ "/etc/hosts", "127.0.0.1 localhost\n::1 localhost\n" },
	{ "/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n" },
};

static int text_write(const char *path, const char *text, int flags)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | flags, 0644);
	size_t length = strlen(text);
	int result;

	if (fd < 0)
		return -1;
	result = write(fd, text, length) == (ssize_t)length ? 0 : -1;
	close(fd);
	return result;
}

static void folders_make(const char *path)
{
	char part[256];
	size_t at;

	for (at = 1; path[at] && at < sizeof(part) - 1; at++) {
		if (path[at] != '/')
			continue;
		memcpy(part, path, at);
		part[at] = '\0';
		mkdir(part, 0755);
	}
	mkdir(path, 0755);
}

static void loopback_up(void)
{
	struct ifreq request = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return;
	if (!ioctl(fd, SIOCGIFFLAGS, &request)) {
		request.ifr_flags |= IFF_UP | IFF_RUNNING;
		ioctl(fd, SIOCSIFFLAGS, &request);
	}
	close(fd);
}

static void links_make(void)
{
	/* udev's; bash opens /dev/fd for process substitution. */
	static const char *const names[] = { "/dev/stdin", "/dev/stdout", "/dev/stderr" };
	char target[32];
	unsigned int i;

	if (symlink("/proc/self/fd", "/dev/fd") && errno != EEXIST)
		printf("# no /dev/fd: %s\n", strerror(errno));
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(target, sizeof(target), "/proc/self/fd/%u", i);
		if (symlink(target, names[i]) && errno != EEXIST)
			printf("# no %s: %s\n", names[i], strerror(errno));
	}
}

/* modprobe finds a cell's own modules by it (src/selftests/modules.ts). */
static void cell_link(void)
{
	const char *cell = getenv("KPW_CELL_DIR");

	unlink("/run/kpw-cell");
	if (cell && symlink(cell, "/run/kpw-cell"))
		printf("# no link to %s: %s\n", cell, strerror(errno));
}

static void slowness_note(void)
{
	struct timespec now;
	unsigned int times;
	char text[16];

	clock_gettime(CLOCK_MONOTONIC, &now);
	times = now.tv_sec / USUAL_BOOT;
	if (times < 1)
		times = 1;
	if (times > MOST_SLOWNESS)
		times = MOST_SLOWNESS;
	snprintf(text, sizeof(text), "%u\n", times);
	text_write(SLOWNESS_FILE, text, O_CREAT | O_TRUNC);
}

unsigned int ground_slowness(void)
{
	unsigned int times = 1;
	FILE *file = fopen(SLOWNESS_FILE, "r");

	if (file && fscanf(file, "%u", &times) != 1)
		times = 1;
	if (file)
		fclose(file);
	return times;
}

/* modprobe finds modules by tables that depmod makes, of this guest's few in a moment. */
static int modules_index(void)
{
	pid_t child;
	int status;

	if (access("/lib/modules", F_OK) || access("/sbin/depmod", X_OK))
		return 0;
	child = fork();
	if (child < 0)
		return -1;
	if (!child) {
		dup2(STDOUT_FILENO, STDERR_FILENO);
		execl("/sbin/depmod", "depmod", "-a", (char *)NULL);
		_exit(127);
	}
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) && !WEXITSTATUS(status) ? 0 : -1;
}

/*
 * Device files of modules that are loaded when somebody opens one: /dev/net/tun. A distribution makes them at its start, of
 * the same table (kmod-static-nodes).
 */
static void nodes_make(void)
{
	char line[256], table[256], module[64], name[128], path[160];
	unsigned int major, minor;
	struct utsname system;
	char kind, *slash;
	FILE *file;

	if (uname(&system))
		return;
	snprintf(table, sizeof(table), "/lib/modules/%.200s/modules.devname", system.release);
	file = fopen(table, "re");
	if (!file)
		return;
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%63s %127s %c%u:%u", module, name, &kind, &major, &minor) != 5 ||
		    *line == '#' || strstr(name, ".."))
			continue;
		snprintf(path, sizeof(path), "/dev/%s", name);
		slash = strrchr(path, '/');
		*slash = '\0';
		folders_make(path);
		*slash = '/';
		if (mknod(path, (kind == 'b' ? S_IFBLK : S_IFCHR) | 0600, makedev(major, minor)) &&
		    errno != EEXIST)
			printf("# no %s: %s\n", path, strerror(errno));
	}
	fclose(file);
}

int ground_lay(void)
{
	unsigned int i, failed = 0;

	printf("TAP version 13\n1..2\n");
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		const struct place *place = &places[i];

		folders_make(place->path);
		if (!mount(place->type, place->path, place->type, MS_NOSUID | MS_NODEV, place->options) ||
		    errno == EBUSY)
			continue;
		printf("# no %s at %s: %s\n", place->type, place->path, strerror(errno));
		failed |= place->needed;
	}
	folders_make("/root");
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		folders_make("/etc");
		text_write(files[i].path, files[i].text, O_CREAT | O_EXCL);
	}
	links_make();
	cell_link();
	loopback_up();
	sethostname("kpw", 3);
	text_write("/proc/sys/kernel/threads-max", MOST_THREADS, 0);
	slowness_note();
	printf("%sok 1 mounts, files and the loopback device\n", failed ? "not " : "");
	if (modules_index()) {
		printf("not ok 2 tables of modules for modprobe\n");
		return 1;
	}
	nodes_make();
	printf("ok 2 tables of modules for modprobe\n");
	return failed;
}

void ground_mounts(const char *root)
{
	if (unshare(CLONE_NEWNS)) {
		printf("# kpw: no mounts of its own: %s\n", strerror(errno));
		return;
	}
	mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
	if (root[0] && mount(root, KSELFTEST, NULL, MS_BIND | MS_REC, NULL))
		printf("# kpw: %s cannot stand at " KSELFTEST ": %s\n", root, strerror(errno));
	mkdir(NEW_ROOT, 0755);
	if (mount("/", NEW_ROOT, NULL, MS_BIND | MS_REC, NULL) || chdir(NEW_ROOT) ||
	    mount(".", "/", NULL, MS_MOVE, NULL) || chroot(".") || chdir("/"))
		printf("# kpw: \"/\" stays a rootfs: %s\n", strerror(errno));
}
