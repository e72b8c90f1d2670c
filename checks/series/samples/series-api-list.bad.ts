// SPDX-License-Identifier: GPL-2.0-only
import { diffOf, letter, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a new macro, and only the maintainers know',
    mails: {
      '0001.patch': letter('[PATCH] vfio/lamp: Let userspace dim the lamp', REASON, {
        headers: 'To: lamps@vger.kernel.org\nMessage-ID: <1@kernel.org>\n',
        below: 'base-commit: 1a2b3c4d5e6f1a2b3c4d5e6f1a2b3c4d5e6f1a2b\n',
        diff: diffOf('include/uapi/linux/vfio.h', [
          ' #define VFIO_LAMP_HUES\t360',
          '+#define VFIO_LAMP_WATTS\t60',
        ]),
      }),
    },
  },
];
