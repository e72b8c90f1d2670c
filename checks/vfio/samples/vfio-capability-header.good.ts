// SPDX-License-Identifier: GPL-2.0-only
import { vfio, vfioWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a header first',
    ...vfioWith(`struct vfio_region_info_cap_fade {
	struct vfio_info_cap_header header;
	__u32	lumen;
	__u32	reserved;
};
`),
  },
  {
    name: 'another layout with another version',
    ...vfio(
      ['version 1 of', 'version 2 of'],
      [
        `	__u32	lumen;
	__u32	reserved;
`,
        `	__u32	lumen;
	__u32	reserved;
	__u32	hue;
	__u32	reserved2;
`,
      ],
    ),
  },
];
