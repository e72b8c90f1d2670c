// SPDX-License-Identifier: GPL-2.0-only
import { along, lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

const SIZED = `#include <linux/lamp.h>

static long lamp_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
BRANCH	return -ENOTTY;
}
`;

export const bad: Sample[] = [
  {
    name: 'a value',
    ...lamp([
      `#define LAMP_HUES	360
`,
      '',
    ]),
  },
  {
    name: 'a function',
    ...lamp([
      `#define LAMP_WATTS(x)	((x) * 60)
`,
      '',
    ]),
  },
  {
    name: 'a system call',
    ...declared('#define __NR_lamp_on	7\n#define __NR_lamp_off	8\n', '#define __NR_lamp_on	7\n'),
  },
  {
    name: 'a request of any length, and its branch in the driver',
    ...along(
      declared("#define LAMP_NAME(len)	_IOC(_IOC_READ, 'L', 6, len)\n", ''),
      {
        'drivers/misc/lamp.c': SIZED.replace(
          'BRANCH',
          '	if (_IOC_NR(cmd) == _IOC_NR(LAMP_NAME(0)))\n		return lamp_name(arg, _IOC_SIZE(cmd));\n',
        ),
      },
      { 'drivers/misc/lamp.c': SIZED.replace('BRANCH', '') },
    ),
  },
];
