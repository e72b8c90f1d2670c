// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

const DRM =
  "#define DRM_IOWR(nr, type)\t_IOWR('d', nr, type)\n#define LAMP_IOWR(nr, type)\tDRM_IOWR(nr, type)\n#define LAMP_SET\tLAMP_IOWR(0x41, struct lamp)\n";

export const good: Sample[] = [
  {
    name: 'a struct that keeps its size',
    ...lamp([
      `	__u32	hue;
`,
      `	__u16	hue;
	__u16	watts;
`,
    ]),
  },
  {
    name: "a driver's own macro over DRM's, whose dispatcher goes by the number",
    ...declared(`struct lamp { __u32 hue; };\n${DRM}`, `struct lamp { __u32 hue; __u32 watts; };\n${DRM}`),
  },
];
