/* SPDX-License-Identifier: GPL-2.0 */
#ifndef FLOPPY_DRIVE_H
#define FLOPPY_DRIVE_H

#include <stdbool.h>
#include <stddef.h>

#define DRIVE "/dev/fd0"

/* Bytes of a sector, and sectors of the disks that the machine has. */
#define SECTOR 512
#define SECTORS 2880

/* What is in the drive: nothing, a disk, a write-protected disk. */
extern const char *const drive_states[];
#define DRIVE_STATES 3

/*
 * Has the host take the disk out, lets the driver see that, and has another put
 * in where the state asks for one: of that the driver knows nothing yet. NULL,
 * or why that failed.
 */
const char *drive_set(const char *state);

/* Puts the disk of that name, "first" or "second", in place of the one that is there. */
const char *drive_insert(const char *medium, bool writable);

/*
 * Moves the head away from the first tracks, which is needed before a disk is
 * changed: the driver steps from track 0 to 1 to clear the disk change line, and
 * QEMU clears it only when its head moves.
 */
void drive_park(int fd);

/* Whether the kernel has such a drive; without one there is nothing to test. */
bool drive_there(void);

/*
 * What a sector is read as through a file descriptor: the name of the disk that
 * it is of, "EIO", or "strange" for what no disk has there. Never from the
 * page cache, unless cached.
 */
const char *sector_read(int fd, unsigned int sector, bool cached);

#endif
