// SPDX-License-Identifier: GPL-2.0-only
import type { Variant } from '../../../src/series/topic.ts';
import type { Contract } from '../contract.ts';
import type { Layout } from '../layout/index.ts';

/** As v4.5 had it: O_NDELAY means nothing, and an open has to ask for something. */
export const ndelayIgnored: Variant<Layout, Contract> = {
  id: 'ndelay-ignored',
  title: 'O_NDELAY is ignored, and an open for ioctls refused',
  origin: 'commit 09954bad4487 of February 2016, in v4.5 to v4.7; reverted by f2791e7eadf4',
  threads: ['alpine.LNX.2.00.1602051445520.22727@cbobk.fhfr.pm'],
  link: 'https://lore.kernel.org/r/alpine.LNX.2.00.1602051445520.22727@cbobk.fhfr.pm',
  answer: `Every open looks at the disk, whatever flags it has, and access mode 3, which asks neither for reading nor for
writing, is an error.  A descriptor then always has a disk behind it that was looked at.  A program can no longer ask a
drive without a disk, and setfdprm, which opens with mode 3, can no longer set a geometry.`,

  patches: () => [
    {
      subject: 'floppy: Look at the disk whatever open() asks for',
      body: `An open with O_NDELAY skips all checks of the disk.  The rest of the
driver does not know of that: the first request behind such an open finds a
disk that nobody has made known, takes it for one that was changed, and fails,
and so does every request after it.

There is no work that the driver could do without waiting for the drive.  So
let O_NDELAY mean nothing, and check the disk at every open.  With that goes
the question whether an open asks for reading or writing: refuse one that asks
for neither, so that there is no descriptor without a disk behind it.

The price is paid by programs that ask a drive without a disk, or with one
that is write-protected: fdmount and libdsk open with O_NDELAY, and get ENXIO
or EROFS; setfdprm opens with access mode 3 for its ioctls, and gets EINVAL.

Commit 09954bad4487 ("floppy: refactor open() flags handling") did the same in
v4.5, and was reverted in v4.8.

Link: https://lore.kernel.org/r/alpine.LNX.2.00.1602051445520.22727@cbobk.fhfr.pm`,
      edits: ({ open }) => [...open.refusesIoctlsOnly(), ...open.checksAlways()],
    },
  ],

  contract: () => ({ checks: 'made', ioctlsOnly: 'EINVAL' }),
};
