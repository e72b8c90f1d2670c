// SPDX-License-Identifier: GPL-2.0-only
import { along, vfio } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

const DRIVER = {
  'drivers/vfio/lamp.c': `int lamp_glow_cap(struct vfio_info_cap *caps, u32 lumen)
{
	struct vfio_region_info_cap_glow glow = {
		.header.id = VFIO_REGION_INFO_CAP_GLOW,
		.header.version = 1,
		.lumen = lumen,
	};

	return vfio_info_add_capability(caps, &glow.header, sizeof(glow));
}
`,
};

const grown = vfio([
  '	__u32	lumen;\n	__u32	reserved;\n',
  '	__u32	lumen;\n	__u32	reserved;\n	__u32	hue;\n	__u32	watts;\n',
]);

export const bad: Sample[] = [
  {
    name: 'growth without a size',
    ...declared(
      `#define LAMP_INFO _IO('L', 1)
struct lamp_colour {
	__u8	red;
	__u8	green;
};
`,
      `#define LAMP_INFO _IO('L', 1)
struct lamp_colour {
	__u8	red;
	__u8	green;
	__u8	blue;
};
`,
    ),
  },
  {
    name: 'growth in front of a request that does not tell what it takes',
    ...declared(
      "struct lamp_glow {\n\tunion { __u8 red; __u8 hue; };\n};\n#define LAMP_GLOW _IO('L', 1)\n",
      "struct lamp_glow {\n\tunion { __u8 red; __u8 hue; };\n\t__u8 blue;\n};\n#define LAMP_GLOW _IO('L', 1)\n",
    ),
  },
  {
    name: 'growth of an element of an array',
    ...declared(
      `struct lamp_spot {
	__u32	size;
	__u32	x;
};
struct lamp_spots {
	__u32	argsz;
	__u32	count;
	struct lamp_spot	spots[4];
	__u32	last;
};
`,
      `struct lamp_spot {
	__u32	size;
	__u32	x;
	__u32	y;
};
struct lamp_spots {
	__u32	argsz;
	__u32	count;
	struct lamp_spot	spots[4];
	__u32	last;
};
`,
    ),
  },
  {
    name: 'growth of an element of a flexible array',
    ...declared(
      `struct lamp_spot {
	__u32	x;
};
struct lamp_spots {
	__u32	argsz;
	__u32	count;
	struct lamp_spot	spots[];
};
`,
      `struct lamp_spot {
	__u32	x;
	__u32	y;
};
struct lamp_spots {
	__u32	argsz;
	__u32	count;
	struct lamp_spot	spots[];
};
`,
    ),
  },
  { name: 'a capability that grew and says the same version', ...along(grown, DRIVER) },
  {
    name: 'one that another struct ends with and grows by',
    ...declared(
      'struct lamp_info { __u64 hue; };\nstruct lamp_report { __u64 id; struct lamp_info info; };\n',
      'struct lamp_info { __u64 hue; __u64 lux; };\nstruct lamp_report { __u64 id; struct lamp_info info; };\n',
    ),
  },
  {
    name: 'the same where an ioctl takes the other struct',
    ...declared(
      'struct lamp_info { __u64 hue; };\nstruct lamp_report { __u64 id; struct lamp_info info; };\n#define LAMP_REPORT _IO(1, 3) /* struct lamp_report */\n',
      'struct lamp_info { __u64 hue; __u64 lux; };\nstruct lamp_report { __u64 id; struct lamp_info info; };\n#define LAMP_REPORT _IO(1, 3) /* struct lamp_report */\n',
    ),
  },
  {
    name: 'the argument of requests that a macro makes',
    ...declared(
      "struct lamp_axis { __s32 at; };\n#define LAMP_GET_AXIS(n)\t_IOR('L', 0x40 + (n), struct lamp_axis)\n",
      "struct lamp_axis { __s32 at; __s32 speed; };\n#define LAMP_GET_AXIS(n)\t_IOR('L', 0x40 + (n), struct lamp_axis)\n",
    ),
  },
];
