// SPDX-License-Identifier: GPL-2.0-only
import { diffOf, letter, REASON, type Sample } from '../../samples/sample.ts';

const SUBJECT = '[PATCH] vfio/lamp: Let userspace dim the lamp';

export const good: Sample[] = [
  {
    name: 'code that goes into a block',
    mails: {
      '0001.patch': letter(SUBJECT, REASON, {
        diff: diffOf(
          'drivers/vfio/lamp.c',
          [' {', '-\tlamp_on(lamp);', '+\tif (lamp)', '+\t\tlamp_on(lamp);', ' }'],
          [' {', '+\tlamp_dim(lamp);', ' }'],
        ),
      }),
    },
  },
  {
    name: 'nothing but blanks',
    mails: {
      '0001.patch': letter('[PATCH] vfio/lamp: Indent by tabs', REASON, {
        diff: diffOf('drivers/vfio/lamp.c', [' {', '-    lamp_on(lamp);', '+\tlamp_on(lamp);', ' }']),
      }),
    },
  },
];
