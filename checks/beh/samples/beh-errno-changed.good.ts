// SPDX-License-Identifier: GPL-2.0-only
import { DRIVER_PATH } from '../../samples/lamp.ts';
import { driver, LAMP_DRIVER } from '../../samples/lamp-promise.ts';
import { changeOf, edited, type Sample } from '../../samples/sample.ts';
import { answered } from './beh-errno-changed.bad.ts';

const CALL = `#include <linux/lamp.h>

SYSCALL_DEFINE2(lamp_dim, int, fd, unsigned int, hue)
{
	if (hue > LAMP_HUES)
		return -ERANGE;
	if (lamp_busy(fd))
		return -EBUSY;
	return lamp_do_dim(fd, hue);
}
`;

export const good: Sample[] = [
  {
    name: 'another order of a system call',
    before: { 'kernel/lamp.c': CALL },
    after: {
      'kernel/lamp.c': edited(
        CALL,
        ['	if (hue > LAMP_HUES)\n		return -ERANGE;\n', ''],
        ['-EBUSY;\n', '-EBUSY;\n	if (hue > LAMP_HUES) {\n		return -ERANGE;\n	}\n'],
      ),
    },
  },
  {
    name: 'the same errno by a variable',
    ...driver([
      '	if (!lamp->powered)\n		return -ENXIO;',
      '	int ret = -ENXIO;\n\n	if (!lamp->powered)\n		return ret;',
    ]),
  },
  {
    name: 'an errno that no program knows',
    ...changeOf(DRIVER_PATH, edited(LAMP_DRIVER, ['-ENXIO', '-ENOTSUPP']), ['-ENOTSUPP', '-EOPNOTSUPP']),
  },
  {
    name: 'what another module is answered',
    ...changeOf(
      DRIVER_PATH,
      'int lamp_power(struct lamp *lamp)\n{\n	if (!lamp->cord)\n		return -ENODEV;\n	lamp->powered = true;\n	return 0;\n}\nEXPORT_SYMBOL_GPL(lamp_power);\n',
      ['-ENODEV', '-EINVAL'],
    ),
  },
  answered('another error on another line', ['	int ret;\n\n	ret = -ENODEV;', '	int ret = -ENODEV;\n']),
];
