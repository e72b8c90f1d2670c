// SPDX-License-Identifier: GPL-2.0-only
import type { PostedVariant } from '../../../src/series/topic.ts';
import type { Contract } from '../contract.ts';
import type { Layout } from '../layout/index.ts';

/** The mending of the first design, as two patches: what it broke of fdutils, and no more. */
export const ioctlOpensKept: PostedVariant<Layout, Contract> = {
  id: 'ioctl-opens-kept',
  title: 'O_NDELAY is ignored, and an open for ioctls kept',
  origin: 'commit ff06db1efb2a of July 2016, on top of 09954bad4487; both reverted in August 2016',
  threads: [
    'alpine.LNX.2.00.1602051445520.22727@cbobk.fhfr.pm',
    'de10cb47-34d1-5a88-7751-225ca380f735@compro.net',
  ],
  answer: `Every open that reads or writes looks at the disk, whatever flags it has; one that does neither, as setfdprm
makes it, needs no disk.  A program that opens with O_NDELAY to ask a drive without a disk, or with a write-protected one,
still gets an error.`,
  posted: ['5.10', '6.12'].map((form) => new URL(`./ioctl-opens-kept/${form}.mbox`, import.meta.url)),
  contract: () => ({ checks: 'made', ioctlsOnly: 'ok' }),
};
