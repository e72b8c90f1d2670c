// SPDX-License-Identifier: GPL-2.0-only
import { driver } from '../../samples/lamp-promise.ts';
import { changeOf, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a new member that the release resets',
    ...driver(
      ['	lamp->dark = true;', '	lamp->dark = true;\n	lamp->asked = true;'],
      ['	lamp->dark = false;', '	lamp->dark = false;\n	lamp->asked = false;'],
    ),
  },
  {
    name: 'what a driver remembers for itself',
    ...changeOf(
      'drivers/vfio/lamp.c',
      'static void lamp_irq(struct lamp *lamp)\n{\n	lamp->late = true;\n}\n\nstatic void lamp_resume(struct lamp *lamp)\n{\n	lamp->late = false;\n	lamp->hot = 0;\n}\n',
      ['	lamp->late = false;\n', ''],
    ),
  },
  {
    name: 'an answer in the struct that the program passed',
    ...driver([
      'static int lamp_ioctl_off(struct lamp *lamp, u32 hue)\n{\n',
      'static int lamp_hue_ioctl(struct drm_device *dev, void *data, struct drm_file *file)\n{\n\tstruct drm_lamp *args = data;\n\n\targs->asked = 1;\n\treturn 0;\n}\n\nstatic int lamp_ioctl_off(struct lamp *lamp, u32 hue)\n{\n',
    ]),
  },
  {
    name: 'what the caller has on its stack',
    ...driver([
      'static int lamp_ioctl_off(struct lamp *lamp, u32 hue)\n{\n',
      'static int lamp_ioctl_lower(struct lamp *lamp, struct lamp_config *config)\n{\n\tconfig->copied = true;\n\treturn 0;\n}\n\nstatic int lamp_set(struct lamp *lamp)\n{\n\tstruct lamp_config config = {};\n\n\treturn lamp_ioctl_lower(lamp, &config);\n}\n\nstatic int lamp_ioctl_off(struct lamp *lamp, u32 hue)\n{\n',
    ]),
  },
  {
    name: 'a feature of the hardware that no program asks for',
    ...driver([
      'static int lamp_ioctl_off(struct lamp *lamp, u32 hue)\n{\n',
      'static void lamp_detect_features(struct lamp *lamp)\n{\n\tlamp->dimmable = lamp_read(lamp) & 1;\n}\n\nstatic int lamp_ioctl_off(struct lamp *lamp, u32 hue)\n{\n',
    ]),
  },
  {
    name: 'a reset by the name of what it is reset to',
    ...driver(['	lamp->dark = false;', '	lamp->dark = LAMP_BRIGHT;']),
  },
  {
    name: 'an answer that is no longer 0',
    ...changeOf(
      'drivers/vfio/lamp.c',
      'static void lamp_ioctl_copy(struct lamp *lamp, struct lamp_config *c)\n{\n	c->hue = lamp->hue;\n	c->late = 0;\n}\n\nstatic void lamp_ioctl_set(struct lamp_config *c)\n{\n	c->late = 1;\n}\n',
      ['	c->late = 0;\n', '	c->late = lamp->late;\n'],
    ),
  },
];
