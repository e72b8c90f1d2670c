// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

const SUBJECT = '[PATCH] vfio/lamp: Let userspace dim the lamp';
const typed = (type: string) => ({
  '0001.patch': letter(SUBJECT, REASON, { headers: `Content-Type: ${type}\n` }),
});

export const bad: Sample[] = [
  { name: 'an attachment', mails: typed('multipart/mixed; boundary=lamp') },
  { name: 'text that flows', mails: typed('text/plain; charset=UTF-8; format=flowed') },
];
