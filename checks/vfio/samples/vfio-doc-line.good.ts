// SPDX-License-Identifier: GPL-2.0-only
import { vfioWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'another direction, over two lines',
    ...vfioWith(`/**
 * VFIO_DEVICE_LAMP_DIM - _IOWR(VFIO_TYPE, VFIO_BASE + 2,
 *			       struct vfio_lamp_info)
 */
#define VFIO_DEVICE_LAMP_DIM	_IO(VFIO_TYPE, VFIO_BASE + 2)
`),
  },
];
