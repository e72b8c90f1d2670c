// SPDX-License-Identifier: GPL-2.0-only
import { dimming, header } from '../lib/lamp.ts';
import type { Sample } from '../lib/sample.ts';

export const bad: Sample[] = [
  { name: 'a number in use on a device descriptor', ...dimming({ number: 1 }) },
  {
    name: 'an ioctl that moves',
    ...header(
      'VFIO_DEVICE_LAMP_OFF	_IO(VFIO_TYPE, VFIO_BASE + 2)',
      'VFIO_DEVICE_LAMP_OFF	_IO(VFIO_TYPE, VFIO_BASE + 3)',
    ),
  },
];
