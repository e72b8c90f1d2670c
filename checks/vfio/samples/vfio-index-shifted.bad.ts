// SPDX-License-Identifier: GPL-2.0-only
import { vfio } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'an index before the others',
    ...vfio([
      `	VFIO_LAMP_BULB_REGION_INDEX,
`,
      `	VFIO_LAMP_PLUG_REGION_INDEX,
	VFIO_LAMP_BULB_REGION_INDEX,
`,
    ]),
  },
];
