// SPDX-License-Identifier: GPL-2.0-only
import { vfio, vfioWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'the next free ones, and a mask',
    ...vfio(
      [
        '\t__u32\thue;',
        `#define VFIO_LAMP_INFO_WARM	(1 << 2)
#define VFIO_LAMP_INFO_MASK	(VFIO_LAMP_INFO_LIT | VFIO_LAMP_INFO_WARM)
	__u32	hue;`,
      ],
      [
        `CAP_BLINK	2
`,
        `CAP_BLINK	2
#define VFIO_REGION_INFO_CAP_FADE	3
`,
      ],
    ),
  },
  {
    name: 'an id of another chain',
    ...vfioWith(`#define VFIO_DEVICE_INFO_CAP_SOCKET	1
`),
  },
];
