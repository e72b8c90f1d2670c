// SPDX-License-Identifier: GPL-2.0-only
import { promising } from '../../samples/lamp-promise.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a number without code behind it',
    ...promising('\n#define VFIO_DEVICE_LAMP_BLINK	_IO(VFIO_TYPE, VFIO_BASE + 3)\n', [
      '	lamp_forget(lamp);\n',
      '	lamp->blinks = 0;\n	lamp_forget(lamp);\n',
    ]),
  },
];
