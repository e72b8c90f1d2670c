// SPDX-License-Identifier: GPL-2.0-only
import { vfio } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'an index behind the others',
    ...vfio([
      `	VFIO_LAMP_NUM_REGIONS
`,
      `	VFIO_LAMP_PLUG_REGION_INDEX,
	VFIO_LAMP_NUM_REGIONS
`,
    ]),
  },
];
