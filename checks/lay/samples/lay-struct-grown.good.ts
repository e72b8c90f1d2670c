// SPDX-License-Identifier: GPL-2.0-only
import { along, vfio } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

const glow = (version: number) => ({
  'drivers/vfio/lamp.c': `int lamp_glow_cap(struct vfio_info_cap *caps, u32 lumen)
{
	struct vfio_region_info_cap_glow glow = {
		.header.id = VFIO_REGION_INFO_CAP_GLOW,
		.header.version = ${version},
		.lumen = lumen,
	};

	return vfio_info_add_capability(caps, &glow.header, sizeof(glow));
}
`,
});

const grown = vfio([
  '	__u32	lumen;\n	__u32	reserved;\n',
  '	__u32	lumen;\n	__u32	reserved;\n	__u32	hue;\n	__u32	watts;\n',
]);

export const good: Sample[] = [
  {
    name: 'padding at the end that gets a name',
    ...declared(
      `#define LAMP_INFO _IO('L', 1)
struct lamp_colour {
	__u64	hue;
	__u32	watts;
	__u32	lux;
	__u8	red;
};
`,
      `#define LAMP_INFO _IO('L', 1)
struct lamp_colour {
	__u64	hue;
	__u32	watts;
	__u32	lux;
	__u8	red;
	__u8	pad[3];
};
`,
    ),
  },
  { name: 'a capability that grew and says another version', ...along(grown, glow(1), glow(2)) },
  {
    name: 'a struct whose sizes have names',
    ...declared(
      'struct lamp_how {\n	__aligned_u64	hue;\n};\n#define LAMP_HOW_SIZE_VER0	8\n',
      'struct lamp_how {\n	__aligned_u64	hue;\n	__aligned_u64	watts;\n};\n#define LAMP_HOW_SIZE_VER0	8\n#define LAMP_HOW_SIZE_VER1	16\n',
    ),
  },
];
