// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: "tags that are known, one of somebody's own, and prose that looks like one",
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        `Stand-by: the lamp is off.\n\n${REASON}\nDebugged-by: Bob Bulb <bob.bulb@kernel.org>\nTested-by: Bob Bulb <bob.bulb@kernel.org> # in a dark room\n`,
      ),
    },
  },
];
