// SPDX-License-Identifier: GPL-2.0-only
import type { Topic } from '../../src/series/topic.ts';
import { floppy } from '../../subsystems/floppy/index.ts';
import { type Contract, lines } from './contract.ts';
import { type Layout, layout, READS } from './layout/index.ts';
import { rows } from './rows.ts';
import { checkedAtFirstRead } from './variants/checked-at-first-read.ts';
import { ioctlOpensKept } from './variants/ioctl-opens-kept.ts';
import { ndelayIgnored } from './variants/ndelay-ignored.ts';
import { ndelayIgnoredAgain } from './variants/ndelay-ignored-again.ts';
import { ndelaySkipsChecks } from './variants/ndelay-skips-checks.ts';

/** What every tree with the revert of August 2021 does. */
const TODAY: Contract = { checks: 'skipped', ioctlsOnly: 'ok' };

export const floppyNdelay: Topic<Layout, Contract> = {
  id: 'floppy-ndelay',
  named: true,
  title: 'Does O_NDELAY open /dev/fd0 without a disk?',
  question: `Programs open a floppy drive with O_NDELAY to ask it something while no disk is in it, or one that is
write-protected.  Others open it with the same flag and read.  The driver's checks of the disk cannot serve both: what
should O_NDELAY skip?`,
  subject: 'floppy: Open a drive with O_NDELAY',
  thread: 'de10cb47-34d1-5a88-7751-225ca380f735@compro.net',
  commenters: [
    { name: 'Mark Hounschell', address: 'markh@compro.net', part: 'reported what broke' },
    { name: 'Denis Efremov', address: 'efremov@linux.com', part: 'told the history, and reverted' },
    { name: 'Jiri Kosina', address: 'jkosina@suse.cz', part: 'wrote the patches of 2016 and 2021' },
    { name: 'Kurt Garloff', address: 'kurt@garloff.de', part: 'reported what libblkid meets' },
    { name: 'Wim Osterholt', address: 'wim@djo.tudelft.nl', part: 'tested the patch of 2021' },
    { name: 'Jens Axboe', address: 'axboe@kernel.dk', part: 'reverted in 2016' },
  ],
  tests: 'floppy-ndelay',
  quick: ['floppy_open_test', 'floppy_users_test'],
  reads: READS,
  subsystem: floppy,
  layout,
  files: ({ driver }) => ({ driver }),
  // The designs stand on today's driver: that O_NDELAY skips the checks is one of them.
  prerequisite: () => [],
  variants: [ndelayIgnored, ioctlOpensKept, ndelaySkipsChecks, ndelayIgnoredAgain, checkedAtFirstRead],
  baseline: () => TODAY,
  restored: () => TODAY,
  rows,
  lines,
};
