// SPDX-License-Identifier: GPL-2.0-only
import { vfio, vfioWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'another member first',
    ...vfioWith(`struct vfio_region_info_cap_fade {
	__u32	lumen;
	__u32	reserved;
};
`),
  },
  {
    name: 'another layout of the same version',
    ...vfio([
      `	__u32	lumen;
	__u32	reserved;
`,
      `	__u32	lumen;
	__u32	reserved;
	__u32	hue;
	__u32	reserved2;
`,
    ]),
  },
];
