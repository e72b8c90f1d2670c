// SPDX-License-Identifier: GPL-2.0-only
import { cover, letter, REASON, type Sample } from '../../samples/sample.ts';

const SWITCH = 'vfio/lamp: Split the switch from the bulb';
const DIMMER = 'vfio/lamp: Let userspace dim the lamp';

export const good: Sample[] = [
  {
    name: 'a whole series',
    mails: {
      '0000.patch': cover('[PATCH 0/2] vfio/lamp: Dim it', REASON),
      '0001.patch': letter(`[PATCH 1/2] ${SWITCH}`, REASON),
      '0002.patch': letter(`[PATCH 2/2] ${DIMMER}`, REASON),
    },
  },
  {
    name: 'one mail of a series, alone',
    mails: { '0002.patch': letter(`[PATCH v3 2/7] ${DIMMER}`, REASON) },
  },
  {
    name: 'patches on their own',
    mails: { 'a.patch': letter(`[PATCH] ${SWITCH}`, REASON), 'b.patch': letter(`[PATCH] ${DIMMER}`, REASON) },
  },
];
