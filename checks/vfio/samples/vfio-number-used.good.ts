// SPDX-License-Identifier: GPL-2.0-only
import { vfioWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'the next number, and one that a group has',
    ...vfioWith(`/**
 * VFIO_DEVICE_LAMP_DIM - _IOW(VFIO_TYPE, VFIO_BASE + 2)
 */
#define VFIO_DEVICE_LAMP_DIM	_IO(VFIO_TYPE, VFIO_BASE + 2)
`),
  },
];
