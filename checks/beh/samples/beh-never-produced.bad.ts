// SPDX-License-Identifier: GPL-2.0-only
import { driver } from '../../samples/lamp-promise.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a capability that nobody adds any more',
    ...driver(['	return lamp_add_cap(caps, VFIO_REGION_INFO_CAP_GLOW, 1);', '	return 0;']),
  },
  {
    name: 'a flag that nobody sets any more',
    ...driver(['	if (lamp->dimmed)\n		*flags |= VFIO_LAMP_INFO_DIMMED;\n', '']),
  },
];
