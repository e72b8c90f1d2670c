// SPDX-License-Identifier: GPL-2.0-only
import type { PostedVariant } from '../../../src/series/topic.ts';
import type { Contract } from '../contract.ts';
import type { Layout } from '../layout/index.ts';

/** What v4.4 did, and v4.8, and v5.15 and later. */
export const ndelaySkipsChecks: PostedVariant<Layout, Contract> = {
  id: 'ndelay-skips-checks',
  title: 'O_NDELAY skips all checks',
  origin: 'commits f2791e7eadf4 of August 2016 and c7e9d0020361 of August 2021; mainline today',
  threads: ['20210808074246.33449-1-efremov@linux.com'],
  link: 'https://lore.kernel.org/r/20210808074246.33449-1-efremov@linux.com',
  answer: `An open with O_NDELAY succeeds whatever is in the drive, and nothing looks at the disk until somebody opens it
without.  Programs that ask a drive work as they have always done; what is read through such a descriptor fails.`,
  posted: ['5.10', '6.12'].map((form) => new URL(`./ndelay-skips-checks/${form}.mbox`, import.meta.url)),
  contract: () => ({ checks: 'skipped', ioctlsOnly: 'ok' }),
};
