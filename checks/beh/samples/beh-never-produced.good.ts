// SPDX-License-Identifier: GPL-2.0-only
import { driver } from '../../samples/lamp-promise.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a capability that another function adds',
    ...driver(
      ['	return lamp_add_cap(caps, VFIO_REGION_INFO_CAP_GLOW, 1);', '	return lamp_glow_cap(caps);'],
      [
        'static int lamp_info(',
        `static int lamp_glow_cap(struct vfio_info_cap *caps)
{
	return lamp_add_cap(caps, VFIO_REGION_INFO_CAP_GLOW, 1);
}

static int lamp_info(`,
      ],
    ),
  },
];
