// SPDX-License-Identifier: GPL-2.0-only
import { diffOf, letter, REASON, type Sample } from '../../samples/sample.ts';

const SUBJECT = '[PATCH] vfio/lamp: Let userspace dim the lamp';
const diff = diffOf('include/uapi/linux/vfio.h', [
  ' #define VFIO_LAMP_HUES\t360',
  '+#define VFIO_LAMP_WATTS\t60',
]);

export const good: Sample[] = [
  {
    name: 'the list is there',
    mails: {
      '0001.patch': letter(SUBJECT, REASON, {
        headers:
          'To: lamps@vger.kernel.org\nCc: Bob Bulb <bob.bulb@kernel.org>,\n linux-api@vger.kernel.org\n',
        diff,
      }),
    },
  },
  { name: 'a mail that has no recipients yet', mails: { '0001.patch': letter(SUBJECT, REASON, { diff }) } },
];
