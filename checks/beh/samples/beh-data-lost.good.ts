// SPDX-License-Identifier: GPL-2.0-only
import { edited, type Sample } from '../../samples/sample.ts';
import { LAMP, lampFile } from './beh-data-lost.bad.ts';

const READ = '	return sizeof(lamp->event);\n';

const DEBUG = `
static void lamp_debug(struct lamp *lamp)
{
	debugfs_create_file("event", 0400, lamp->folder, lamp, &lamp_fops);
}
`;

export const good: Sample[] = [
  lampFile('an error for some, and 0 at an end', [
    '	ret = mutex_lock_interruptible(&lamp->lock);\n',
    '	if (!lamp->open)\n		return 0;\n	ret = mutex_lock_interruptible(&lamp->lock);\n',
  ]),
  lampFile('one way out', [READ, '	ret = sizeof(lamp->event);\n	return ret;\n']),
  lampFile('a helper that does it', [
    '	u32 hue;\n\n	if (count != sizeof(hue))\n		return -EINVAL;\n	if (copy_from_user(&hue, buf, sizeof(hue)))\n		return -EFAULT;\n	lamp->hue = hue;\n	return count;\n',
    '\n	return lamp_take(lamp, buf, count);\n',
  ]),
  lampFile(
    'an iterator in place of the buffer',
    [
      'lamp_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)\n{\n	struct lamp *lamp = file->private_data;\n',
      'lamp_read_iter(struct kiocb *iocb, struct iov_iter *to)\n{\n	struct lamp *lamp = iocb->ki_filp->private_data;\n',
    ],
    [
      '	if (copy_to_user(buf, &lamp->event, sizeof(lamp->event)))\n',
      '	if (copy_to_iter(&lamp->event, sizeof(lamp->event), to) != sizeof(lamp->event))\n',
    ],
    ['	.read = lamp_read,\n', '	.read_iter = lamp_read_iter,\n'],
  ),
  {
    name: 'a function that no table has',
    before: { 'drivers/lamp/lamp.c': edited(LAMP, ['	.read = lamp_read,\n', '']) },
    after: { 'drivers/lamp/lamp.c': edited(LAMP, ['	.read = lamp_read,\n', ''], [READ, '	return 0;\n']) },
  },
  {
    name: 'a file of debugfs',
    before: { 'drivers/lamp/debug.c': `${LAMP}${DEBUG}` },
    after: { 'drivers/lamp/debug.c': `${edited(LAMP, [READ, '	return 0;\n'])}${DEBUG}` },
  },
];
