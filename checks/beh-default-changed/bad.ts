// SPDX-License-Identifier: GPL-2.0-only
import { driver } from '../lib/driver/lamp-promise.ts';
import type { Sample } from '../lib/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a refusal that is gone',
    ...driver(['	if (hue == LAMP_HUE_NONE)\n		return -EINVAL;\n', '']),
  },
  {
    name: 'a refusal that is new',
    ...driver([
      '	lamp->dark = true;',
      '	if (lamp_is_shared(lamp))\n		return -EBUSY;\n	lamp->dark = true;',
    ]),
  },
  {
    name: 'a refusal that the kernel takes back where it thinks fit',
    ...driver(['	if (hue == LAMP_HUE_NONE)', '	if (!lamp->socket->shaded && hue == LAMP_HUE_NONE)']),
  },
];
