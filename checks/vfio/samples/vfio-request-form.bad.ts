// SPDX-License-Identifier: GPL-2.0-only
import { vfioWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a size in the request',
    ...vfioWith(`/**
 * VFIO_DEVICE_LAMP_DIM - _IOW(VFIO_TYPE, VFIO_BASE + 2)
 */
#define VFIO_DEVICE_LAMP_DIM	_IOW(VFIO_TYPE, VFIO_BASE + 2, struct vfio_lamp_info)
`),
  },
  {
    name: 'a number without the base',
    ...vfioWith(`/**
 * VFIO_DEVICE_LAMP_DIM - _IOW(VFIO_TYPE, VFIO_BASE + 2)
 */
#define VFIO_DEVICE_LAMP_DIM	_IO(';', 102)
`),
  },
];
