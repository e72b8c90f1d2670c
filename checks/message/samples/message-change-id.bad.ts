// SPDX-License-Identifier: GPL-2.0-only
import { letter, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a Change-Id, and sign-offs of tools',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        'Nobody can sleep.\n\nChange-Id: I0123456789abcdef0123456789abcdef01234567\nSigned-off-by: Lamp Patch Bot <noreply@kernel.test>\nSigned-off-by: Kernel Patch Workbench <kpw@example.invalid>\n',
      ),
    },
  },
  {
    name: 'sign-offs of domains that belong to nobody',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        'Nobody can sleep.\n\nSigned-off-by: Bob Bulb <bob@example.org>\nSigned-off-by: Ada Lamp <ada@lamps.test>\n',
        { from: 'Ada Lamp <ada@lamps.test>', signed: false },
      ),
    },
  },
];
