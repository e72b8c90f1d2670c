// SPDX-License-Identifier: GPL-2.0-only
import { driver } from '../../samples/lamp-promise.ts';
import { edited, type Sample } from '../../samples/sample.ts';

const CODE = `int lamp_ioctl_timer(struct lamp *lamp, u32 flags)
{
	if (flags & LAMP_TIMER_START) {
		lamp->timed = true;
		lamp_timer_alloc(lamp);
	} else if (flags & LAMP_TIMER_STOP) {
		lamp->timed = false;
		lamp_timer_free(lamp);
	}
	return 0;
}
`;

const PATH = 'drivers/vfio/lamp.c';

export const bad: Sample[] = [
  {
    name: 'a new member that a handler sets',
    ...driver(['	lamp->dark = true;', '	lamp->dark = true;\n	lamp->asked = true;']),
  },
  {
    name: 'a new member that a handler sets which is handed the device as a void pointer',
    ...driver([
      'static int lamp_ioctl_off(struct lamp *lamp, u32 hue)\n{\n',
      'static int lamp_ioctl_asked(void *device_data, u32 hue)\n{\n\tstruct lamp *lamp = device_data;\n\n\tlamp->asked = hue;\n\treturn 0;\n}\n\nstatic int lamp_ioctl_off(struct lamp *lamp, u32 hue)\n{\n',
    ]),
  },
  { name: 'a reset that is gone', ...driver(['	lamp->dark = false;\n', '']) },
  {
    name: 'a state that one flag sets, and its opposite unsets no more',
    before: { [PATH]: CODE },
    after: { [PATH]: edited(CODE, ['		lamp->timed = false;\n', '']) },
  },
  {
    name: 'a new member that a feature sets from what the program passes',
    ...driver([
      'static int lamp_ioctl_off(struct lamp *lamp, u32 hue)\n{\n',
      'static int lamp_feature_glow(struct lamp *lamp, u32 flags, void __user *arg)\n{\n\tlamp->glows = flags & 1;\n\treturn 0;\n}\n\nstatic int lamp_ioctl_off(struct lamp *lamp, u32 hue)\n{\n',
    ]),
  },
];
