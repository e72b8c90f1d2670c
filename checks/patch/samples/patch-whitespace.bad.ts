// SPDX-License-Identifier: GPL-2.0-only
import { diffOf, letter, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a dimmer, and a line that is indented anew elsewhere',
    mails: {
      '0001.patch': letter('[PATCH] vfio/lamp: Let userspace dim the lamp', REASON, {
        diff: diffOf(
          'drivers/vfio/lamp.c',
          [' {', '-    lamp_on(lamp);', '+\tlamp_on(lamp);', ' }'],
          [' {', '+\tlamp_dim(lamp);', ' }'],
        ),
      }),
    },
  },
];
