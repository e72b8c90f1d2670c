// SPDX-License-Identifier: GPL-2.0-only
import type { PostedVariant } from '../../../src/series/topic.ts';
import type { Contract } from '../contract.ts';
import type { Layout } from '../layout/index.ts';

/** The second design once more, in one patch: what the thread was about. */
export const ndelayIgnoredAgain: PostedVariant<Layout, Contract> = {
  id: 'ndelay-ignored-again',
  title: 'O_NDELAY is ignored again',
  origin: 'commit 8a0c014cd205 of January 2021, in v5.12 to v5.14 and v5.10.20; reverted by c7e9d0020361',
  threads: ['nycvar.YFH.7.76.2101221209060.5622@cbobk.fhfr.pm'],
  link: 'https://lore.kernel.org/r/nycvar.YFH.7.76.2101221209060.5622@cbobk.fhfr.pm',
  answer: `Every open that reads or writes looks at the disk, whatever flags it has.  libblkid, which had begun to open
with O_NONBLOCK, reads what it wants to read; fdutils and libdsk, which open with O_NDELAY to ask a drive without a disk,
or with a write-protected one, get an error.`,
  posted: ['5.10', '6.12'].map((form) => new URL(`./ndelay-ignored-again/${form}.mbox`, import.meta.url)),
  contract: () => ({ checks: 'made', ioctlsOnly: 'ok' }),
};
