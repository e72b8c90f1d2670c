// SPDX-License-Identifier: GPL-2.0-only
import { vfioWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'none',
    ...vfioWith(`#define VFIO_DEVICE_LAMP_DIM	_IO(VFIO_TYPE, VFIO_BASE + 2)
`),
  },
  {
    name: 'another number',
    ...vfioWith(`/**
 * VFIO_DEVICE_LAMP_DIM - _IOW(VFIO_TYPE, VFIO_BASE + 3)
 */
#define VFIO_DEVICE_LAMP_DIM	_IO(VFIO_TYPE, VFIO_BASE + 2)
`),
  },
];
