// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import { edited, type Sample } from '../../samples/sample.ts';
import { LAMP_PATH, lampHeader } from '../../samples/small.ts';

const WRONG = lampHeader("#define LAMP_IS_LIT	_IOR('L', 7, __u64)\n");
const SERVES = `#include <linux/lamp.h>

static long lamp_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case LAMP_IS_LIT:
		return lamp_is_lit(file, (void __user *)arg);
	default:
		return -ENOTTY;
	}
}
`;

const TORCH_PATH = 'include/uapi/linux/torch.h';
const TORCH = `/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
#include <linux/types.h>
#include <linux/ioctl.h>
#define TORCH_HUE	_IOR('T', 1, __u32)
`;

export const good: Sample[] = [
  {
    name: 'the old request under a name of the driver',
    before: { [LAMP_PATH]: WRONG, 'drivers/lamp/lamp.c': SERVES },
    after: {
      [LAMP_PATH]: edited(WRONG, ["_IOR('L', 7", "_IOW('L', 7"]),
      'drivers/lamp/lamp.c': edited(
        SERVES,
        [
          'static long',
          "/* As it was built into old programs. */\n#define LAMP_IS_LIT_OLD	_IOR('L', 7, __u64)\n\nstatic long",
        ],
        ['	case LAMP_IS_LIT:', '	case LAMP_IS_LIT_OLD:\n	case LAMP_IS_LIT:'],
      ),
    },
  },
  { name: 'the same number in other words', ...lamp(['LAMP_BASE + 1,', '17,']) },
  {
    name: 'the request of another header, written out',
    before: { [LAMP_PATH]: lampHeader('#define LAMP_HUE\tTORCH_HUE\n'), [TORCH_PATH]: TORCH },
    after: { [LAMP_PATH]: lampHeader("#define LAMP_HUE\t_IOR('T', 1, __u32)\n"), [TORCH_PATH]: TORCH },
  },
];
