// SPDX-License-Identifier: GPL-2.0-only
import { promising } from '../../samples/lamp-promise.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a case of the dispatcher',
    ...promising('\n#define VFIO_DEVICE_LAMP_BLINK	_IO(VFIO_TYPE, VFIO_BASE + 3)\n', [
      '	default:\n',
      '	case VFIO_DEVICE_LAMP_BLINK:\n		return lamp_blink(lamp);\n	default:\n',
    ]),
  },
  {
    name: 'a header alone, whose driver may come with another patch: worth a note',
    ...promising('\n#define VFIO_DEVICE_LAMP_BLINK	_IO(VFIO_TYPE, VFIO_BASE + 3)\n'),
  },
];
