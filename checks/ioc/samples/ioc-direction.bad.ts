// SPDX-License-Identifier: GPL-2.0-only
import { along, lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a write that is called a read',
    ...along(
      lampWith(`#define LAMP_MIX	_IOR('L', LAMP_BASE + 2, struct lamp_colour)
`),
      {},
      {
        'drivers/misc/lamp.c': `long lamp_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct lamp_colour colour;

	switch (cmd) {
	case LAMP_MIX:
		if (copy_from_user(&colour, (void __user *)arg, sizeof(colour)))
			return -EFAULT;
		return lamp_mix(&colour);
	default:
		return -ENOTTY;
	}
}

static const struct file_operations lamp_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = lamp_ioctl,
};
`,
      },
    ),
  },
];
