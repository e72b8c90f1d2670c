// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

const tagged = (tag: string) => ({
  '0001.patch': letter('[PATCH] vfio/lamp: Let userspace dim the lamp', `${REASON}\n${tag}\n`),
});

export const bad: Sample[] = [
  { name: 'too few digits', mails: tagged('Fixes: 1a2b3c4 ("vfio/lamp: Switch the lamp on")') },
  { name: 'no title', mails: tagged('Fixes: 1a2b3c4d5e6f') },
  {
    name: 'two lines',
    mails: tagged('Fixes: 1a2b3c4d5e6f ("vfio/lamp: Switch the lamp on, and leave it\non for ever")'),
  },
  { name: 'another form', mails: tagged("Fixes: commit 1a2b3c4d5e6f ('vfio/lamp: Switch the lamp on')") },
];
