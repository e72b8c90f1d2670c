// SPDX-License-Identifier: GPL-2.0-only
import { cover, letter, REASON, type Sample } from '../../samples/sample.ts';

const DIMMER = 'vfio/lamp: Let userspace dim the lamp';

export const good: Sample[] = [
  {
    name: 'below the line',
    mails: { '0001.patch': letter(`[PATCH v2] ${DIMMER}`, REASON, { below: 'v2: dim it slowly (Bob)\n' }) },
  },
  {
    name: 'in the cover letter',
    mails: {
      '0000.patch': cover(
        '[PATCH v2 0/1] vfio/lamp: Dim it',
        `${REASON}\nChanges in v2:\n - dim it slowly\n`,
      ),
      '0001.patch': letter(`[PATCH v2 1/1] ${DIMMER}`, REASON),
    },
  },
  {
    name: 'below a line of the cover letter, as b4 writes it',
    mails: {
      '0000.patch': cover(
        '[PATCH v2 0/1] vfio/lamp: Dim it',
        `${REASON}\n---\nChanges in v2:\n- dim it slowly\n`,
      ),
      '0001.patch': letter(`[PATCH v2 1/1] ${DIMMER}`, REASON),
    },
  },
  {
    name: 'one mail of a series, alone',
    mails: { '0002.patch': letter(`[PATCH v3 2/7] ${DIMMER}`, REASON) },
  },
];
