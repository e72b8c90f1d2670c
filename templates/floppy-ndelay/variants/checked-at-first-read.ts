// SPDX-License-Identifier: GPL-2.0-only
import type { Condition, Statements, TopLevel } from '../../../src/c/fragment.ts';
import type { Variant } from '../../../src/series/topic.ts';
import type { Contract } from '../contract.ts';
import type { Layout } from '../layout/index.ts';

const FORGET: TopLevel = `/* Make void what is known of the disk that was in a drive before this one. */
static void forget_disk(int drive)
{
	if (test_bit(FD_DISK_CHANGED_BIT, &drive_state[drive].flags) ||
	    test_bit(FD_VERIFY_BIT, &drive_state[drive].flags))
		drive_state[drive].generation++;
	drive_state[drive].maxblock = 0;
	drive_state[drive].maxtrack = 0;
	if (buffer_drive == drive)
		buffer_track = -1;
	clear_bit(drive, &fake_change);
	clear_bit(FD_DISK_CHANGED_BIT, &drive_state[drive].flags);
}

`;

const CALL: Statements = '\t\tforget_disk(drive);\n';

const UNCHECKED: TopLevel = `/* Drives that were opened with O_NDELAY, so that nobody has looked at the disk */
static unsigned long unchecked_drives;

`;

/** Others would have the disk taken from under them. */
const ALONE: Condition = '(drive_state[drive].fd_ref == 1)';
const NOTE: Statements = '\t\tset_bit(drive, &unchecked_drives);\n';
const CHECKED: Statements = '\t\t\tclear_bit(drive, &unchecked_drives);\n';

const FORGIVE: Statements = `	if (test_and_clear_bit(current_drive, &unchecked_drives)) {
		/* The disk is new to this opener, not changed behind its back */
		forget_disk(current_drive);
		set_floppy(current_drive);
	}
`;

/** What nobody wrote: the open stays, and the disk is looked at when somebody wants something of it. */
export const checkedAtFirstRead: Variant<Layout, Contract> = {
  id: 'checked-at-first-read',
  title: 'the first read looks at the disk',
  origin: 'an idea of the thread of 2021, where a better fix was hoped for; nobody wrote it',
  answer: `An open with O_NDELAY succeeds whatever is in the drive, as it does today.  The first request behind it takes
the disk that is there as a new one and detects its format, instead of failing because nobody has done so before.
Programs that ask a drive without a disk keep working, and those that read get what is on the disk.`,

  patches: () => [
    {
      subject: 'floppy: Give the change of a disk a function of its own',
      body: `floppy_revalidate() makes void what is known of the disk before, and then
looks at the new one.  The first half is needed elsewhere as well, so move it
into a function.

No functional change.`,
      edits: ({ request, revalidate }) => [
        ...request.gains('forget_disk()', FORGET),
        ...revalidate.forgetsBy(CALL),
      ],
    },
    {
      subject: 'floppy: Look at the disk at the first request after O_NDELAY',
      body: `An open with O_NDELAY skips all checks of the disk, so that programs can ask
a drive that has none.  The first request behind such an open finds a disk
that nobody has made known, takes it for one that was changed while it was in
use, and fails, and so does every request after it.  libblkid opened floppies
that way and met nothing but errors.

Twice the flag was ignored instead, by commit 09954bad4487 ("floppy: refactor
open() flags handling") and commit 8a0c014cd205 ("floppy: reintroduce O_NDELAY
fix"), and twice that was reverted, because fdutils and libdsk open with
O_NDELAY where no disk is, or one that is write-protected.

Keep the open as it is, and remember that nobody has looked at the disk.  The
first request then takes the disk for a new one and detects its format, as
floppy_revalidate() would have done.  A disk that is changed later is an error
as before, and without a disk the request fails as before.  While somebody else
has the drive open nothing is forgotten, or a disk could be changed unnoticed
under a file system.

Until that request the drive has the size of a disk that nobody knows, so tell
the size when the format is detected.

Link: https://lore.kernel.org/r/de10cb47-34d1-5a88-7751-225ca380f735@compro.net`,
      edits: ({ open, request }) => [
        ...open.begins(CHECKED),
        ...open.notes(ALONE, NOTE),
        ...request.gains('unchecked_drives', UNCHECKED),
        ...request.forgives(FORGIVE),
        ...request.tells(`\t\tset_capacity(${request.disk}, _floppy->size);\n`),
      ],
    },
  ],

  contract: () => ({ checks: 'left to the first request', ioctlsOnly: 'ok' }),
};
