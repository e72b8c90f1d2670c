// SPDX-License-Identifier: GPL-2.0
#include <dirent.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mailbox.h"
#include "text.h"

#define DEVICES "/sys/bus/pci/devices"
/* docs/specs/ivshmem-spec.txt of QEMU */
#define VENDOR "0x1af4\n"
#define DEVICE "0x1110\n"
/* Cached where the architecture can: the plain file is device memory on arm64. */
#define CACHED "resource2_wc"
#define PLAIN "resource2"

#define WORD_NUMBER 0
#define WORD_LENGTH 1
#define WORD_SUM 2
#define LETTER 4096

#define POLL_US 10000
/* A letter whose number is there is whole; its bytes may still be on their way. */
#define SUM_TRIES 100

static bool is(const char *device, const char *file, const char *value)
{
	char path[PATH_MAX], text[16];

	snprintf(path, sizeof(path), DEVICES "/%s/%s", device, file);
	return !text_read(path, text, sizeof(text)) && !strcmp(text, value);
}

static int map(struct mailbox *box, const char *device, const char *file)
{
	char path[PATH_MAX];
	struct stat status;
	void *memory;
	int fd, saved;

	snprintf(path, sizeof(path), DEVICES "/%s/%s", device, file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	memory = MAP_FAILED;
	if (!fstat(fd, &status))
		memory = mmap(NULL, status.st_size, PROT_READ, MAP_SHARED, fd, 0);
	saved = errno;
	close(fd);
	errno = saved;
	if (memory == MAP_FAILED)
		return -1;
	box->words = memory;
	box->size = status.st_size;
	return 0;
}

static int open_device(struct mailbox *box, const char *device, char *error)
{
	char path[PATH_MAX];

	/* Nobody has switched on its memory: it has no driver. */
	snprintf(path, sizeof(path), DEVICES "/%s/enable", device);
	if (text_write(path, "1"))
		return fail(error, "mailbox %s: enable: %s", device, errno_text(errno));
	if (map(box, device, CACHED) && map(box, device, PLAIN))
		return fail(error, "mailbox %s: map: %s", device, errno_text(errno));
	return 0;
}

int mailbox_open(struct mailbox *box, char *error)
{
	struct dirent *entry;
	int result;
	DIR *devices;

	memset(box, 0, sizeof(*box));
	result = fail(error, "no mailbox among the devices of PCI");
	devices = opendir(DEVICES);
	while (devices && (entry = readdir(devices))) {
		if (!is(entry->d_name, "vendor", VENDOR) || !is(entry->d_name, "device", DEVICE))
			continue;
		result = open_device(box, entry->d_name, error);
		break;
	}
	if (devices)
		closedir(devices);
	return result;
}

static uint64_t word(const struct mailbox *box, size_t at)
{
	return le64toh(box->words[at]);
}

/* Word by word: device memory of some architectures allows no other access. */
static uint32_t copy(const struct mailbox *box, uint64_t *to, size_t words)
{
	const volatile uint64_t *from = box->words + LETTER / sizeof(*from);
	uint32_t sum = 2166136261u;
	uint64_t value;
	size_t i;

	for (i = 0; i < words; i++) {
		to[i] = from[i];
		value = le64toh(to[i]);
		sum = (sum ^ (uint32_t)value) * 16777619u;
		sum = (sum ^ (uint32_t)(value >> 32)) * 16777619u;
	}
	return sum;
}

char *mailbox_take(struct mailbox *box, size_t *length, char *error)
{
	uint64_t number, *letter;
	size_t words;
	int tries;

	while ((number = word(box, WORD_NUMBER)) == box->number)
		usleep(POLL_US);
	box->number = number;
	*length = word(box, WORD_LENGTH);
	if (*length > box->size - LETTER) {
		fail(error, "letter %llu is longer than the mailbox", (unsigned long long)number);
		return NULL;
	}
	words = (*length + sizeof(*letter) - 1) / sizeof(*letter);
	letter = malloc(words ? words * sizeof(*letter) : sizeof(*letter));
	if (!letter) {
		fail(error, "letter %llu: %s", (unsigned long long)number, errno_text(ENOMEM));
		return NULL;
	}
	for (tries = 0; tries < SUM_TRIES; tries++) {
		if (copy(box, letter, words) == (uint32_t)word(box, WORD_SUM))
			return (char *)letter;
		usleep(POLL_US);
	}
	free(letter);
	fail(error, "letter %llu is damaged", (unsigned long long)number);
	return NULL;
}
