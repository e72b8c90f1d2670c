// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'bytes that fill it up',
    ...lampWith(`struct lamp_scene {
	__u64	scene;
	__u32	slowly;
	__u8	align[4];
};
#define LAMP_SET_SCENE	_IOW('L', LAMP_BASE + 2, struct lamp_scene)
`),
  },
  {
    name: 'with words that are kept, called rsv',
    ...lampWith(`struct lamp_bulb {
	__u32	watts;
	__u32	rsv[2];
};
#define LAMP_SET_BULB	_IOW('L', LAMP_BASE + 2, struct lamp_bulb)
`),
  },
  {
    name: 'with words that are kept, called unused',
    ...lampWith(`struct lamp_bulb {
	__u32	watts;
	__u32	unused[4];
};
#define LAMP_SET_BULB	_IOW('L', LAMP_BASE + 2, struct lamp_bulb)
`),
  },
  {
    name: 'with flags',
    ...lampWith(`struct lamp_bulb {
	__u32	flags;
	__u32	watts;
};
#define LAMP_SET_BULB	_IOW('L', LAMP_BASE + 2, struct lamp_bulb)
`),
  },
  {
    name: 'bits by another name, and a buffer with its length',
    ...lampWith(`struct lamp_dimmer {
	__u32	watts;
#define LAMP_DIMMER_MODE_SLOW	((__u32)1 << 0)
	__u32	mode;
};
struct lamp_scene {
	__u64	scene_ptr;
	__u64	scene_len;
};
#define LAMP_SET_DIMMER	_IOW('L', LAMP_BASE + 2, struct lamp_dimmer)
#define LAMP_SET_SCENE	_IOW('L', LAMP_BASE + 3, struct lamp_scene)
`),
  },
];
