// SPDX-License-Identifier: GPL-2.0-only
import { vfio, vfioWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a capability of the same chain',
    ...vfioWith(`#define VFIO_REGION_INFO_CAP_FADE	1
`),
  },
  {
    name: 'a retired capability',
    ...vfioWith(`#define VFIO_REGION_INFO_CAP_FADE	2
`),
  },
  {
    name: 'a reserved extension',
    ...vfio([
      `#define VFIO_LAMP_DIMS			3
`,
      `#define VFIO_LAMP_DIMS			3
#define VFIO_LAMP_FADES			2
`,
    ]),
  },
  {
    name: 'a flag of the same member',
    ...vfio([
      '\t__u32\thue;',
      `#define VFIO_LAMP_INFO_WARM	(1 << 1)
	__u32	hue;`,
    ]),
  },
  {
    name: 'one that went with the same change',
    ...vfio([
      `#define VFIO_REGION_INFO_CAP_BLINK	2
`,
      `#define VFIO_REGION_INFO_CAP_STROBE	2
`,
    ]),
  },
];
