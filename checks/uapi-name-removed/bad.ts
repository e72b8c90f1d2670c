// SPDX-License-Identifier: GPL-2.0-only
import { header } from '../lib/lamp.ts';
import type { Sample } from '../lib/sample.ts';

export const bad: Sample[] = [
  { name: 'a macro without an alias', ...header('#define VFIO_LAMP_HUES	360\n', '') },
  { name: 'an enumerator', ...header('	VFIO_LAMP_STATE_ON,\n', '') },
  {
    name: 'a struct',
    ...header('struct vfio_lamp_colour {\n	__u8	red;\n	__u8	green;\n	__u8	blue;\n};\n', ''),
  },
];
