// SPDX-License-Identifier: GPL-2.0-only
import { cover, letter, REASON, type Sample } from '../../samples/sample.ts';

const SWITCH = 'vfio/lamp: Split the switch from the bulb';
const DIMMER = 'vfio/lamp: Let userspace dim the lamp';
const COVER = 'Changes since v1: a dimmer.\n';

export const bad: Sample[] = [
  {
    name: 'two versions, and another count',
    mails: {
      '0000.patch': cover('[PATCH v2 0/2] vfio/lamp: Dim it', COVER),
      '0001.patch': letter(`[PATCH v2 1/2] ${SWITCH}`, REASON),
      '0002.patch': letter(`[PATCH 2/2] ${DIMMER}`, REASON),
      '0003.patch': letter('[PATCH v2 3/3] vfio/lamp: Document the dimmer', REASON),
    },
  },
  {
    name: 'one twice, and one not at all',
    mails: {
      '0000.patch': cover('[PATCH 0/3] vfio/lamp: Dim it', COVER),
      '0001.patch': letter(`[PATCH 1/3] ${SWITCH}`, REASON),
      '0002.patch': letter(`[PATCH 1/3] ${DIMMER}`, REASON),
      '0003.patch': letter('[PATCH] vfio/lamp: Document the dimmer', REASON),
    },
  },
];
