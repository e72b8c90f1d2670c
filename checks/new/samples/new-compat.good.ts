// SPDX-License-Identifier: GPL-2.0-only
import { along, lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'one that translates',
    ...along(
      lampWith(`struct lamp_mix {
	__u32	flags;
	void	*name;
};
#define LAMP_MIX	_IOW('L', LAMP_BASE + 2, struct lamp_mix)
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
	.compat_ioctl = lamp_compat_ioctl,
};
`,
      },
    ),
  },
];
