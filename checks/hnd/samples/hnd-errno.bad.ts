// SPDX-License-Identifier: GPL-2.0-only
import { ASKED, CLEARED, COPIED, DISPATCH, glowing, KNOWN, SOUND } from '../../samples/lamp-handler.ts';
import { edited, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'an unknown command',
    ...glowing(CLEARED + SOUND, '', edited(DISPATCH, ['		return -ENOTTY;', '		return -EINVAL;'])),
  },
  { name: 'a bad pointer', ...glowing(CLEARED + edited(COPIED, ['EFAULT', 'EIO']) + ASKED + KNOWN) },
  { name: 'a short struct', ...glowing(CLEARED + COPIED + edited(ASKED, ['EINVAL', 'EPERM']) + KNOWN) },
];
