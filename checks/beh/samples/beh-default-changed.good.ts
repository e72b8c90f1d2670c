// SPDX-License-Identifier: GPL-2.0-only
import { driver } from '../../samples/lamp-promise.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a refusal that a caller can opt out of',
    ...driver(
      ['	if (hue == LAMP_HUE_NONE)', '	if (!lamp->any_hue && hue == LAMP_HUE_NONE)'],
      ['	lamp->dark = true;', '	lamp->any_hue = hue == LAMP_HUE_ANY;\n	lamp->dark = true;'],
      ['	lamp->dark = false;', '	lamp->any_hue = false;\n	lamp->dark = false;'],
    ),
  },
  {
    name: 'a refusal in the arm of a new command',
    ...driver([
      '	default:\n		return -ENOTTY;',
      `	case VFIO_DEVICE_LAMP_GLOW:
		if (!lamp->powered)
			return -ENXIO;
		return lamp_glow(lamp, arg);
	default:
		return -ENOTTY;`,
    ]),
  },
  {
    name: 'the same in a chain of ifs',
    ...driver([
      '	switch (cmd) {',
      `	if (cmd == VFIO_DEVICE_LAMP_GLOW) {
		if (lamp->bar >= LAMP_BARS ||
		    !lamp->powered[lamp->bar])
			return -ENXIO;
		return lamp_glow(lamp, arg);
	}
	switch (cmd) {`,
    ]),
  },
];
