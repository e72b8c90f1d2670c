// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

const SUBJECT = '[PATCH] vfio/lamp: Let userspace dim the lamp';
const BOB = 'Bob Bulb <bob.bulb@kernel.org>';

export const bad: Sample[] = [
  { name: 'nobody', mails: { '0001.patch': letter(SUBJECT, REASON, { signed: false }) } },
  {
    name: 'somebody else',
    mails: { '0001.patch': letter(SUBJECT, `${REASON}\nSigned-off-by: ${BOB}\n`, { signed: false }) },
  },
  {
    name: 'a co-author who has not signed, and a sender who has not',
    mails: {
      '0001.patch': letter(
        SUBJECT,
        `From: ${BOB}\n\n${REASON}\nCo-developed-by: Eve Filament <eve.filament@kernel.org>\nSigned-off-by: ${BOB}\n`,
        { signed: false },
      ),
    },
  },
];
