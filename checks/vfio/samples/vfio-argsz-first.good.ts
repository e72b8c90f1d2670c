// SPDX-License-Identifier: GPL-2.0-only
import { vfioWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'with them',
    ...vfioWith(`/**
 * VFIO_DEVICE_LAMP_DIM - _IOW(VFIO_TYPE, VFIO_BASE + 2, struct vfio_lamp_dim)
 */
struct vfio_lamp_dim {
	__u32	argsz;
	__u32	flags;
	__u32	percent;
	__u32	reserved;
};
#define VFIO_DEVICE_LAMP_DIM	_IO(VFIO_TYPE, VFIO_BASE + 2)
`),
  },
];
