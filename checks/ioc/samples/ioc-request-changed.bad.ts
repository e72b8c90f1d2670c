// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';
import { declared, LAMP_PATH, lampHeader } from '../../samples/small.ts';

const TORCH_PATH = 'include/uapi/linux/torch.h';
const TORCH = `/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
#include <linux/types.h>
#include <linux/ioctl.h>
#define TORCH_HUE	_IOR('T', 1, __u32)
`;

export const bad: Sample[] = [
  { name: 'a number', ...lamp(['LAMP_BASE + 1,', 'LAMP_BASE + 2,']) },
  { name: 'a direction', ...lamp(["_IOR('L', LAMP_BASE, ", "_IOWR('L', LAMP_BASE, "]) },
  {
    name: 'another struct',
    ...lamp(
      ["_IOR('L', LAMP_BASE, struct lamp_colour)", "_IOR('L', LAMP_BASE, struct lamp_mix)"],
      [
        'struct lamp_colour {',
        'struct lamp_mix {\n	__u32	flags;\n	__u32	hues[3];\n};\n\nstruct lamp_colour {',
      ],
    ),
  },
  {
    name: 'the request of another header, and one like it',
    before: { [LAMP_PATH]: lampHeader('#define LAMP_HUE\tTORCH_HUE\n'), [TORCH_PATH]: TORCH },
    after: { [LAMP_PATH]: lampHeader("#define LAMP_HUE\t_IOR('T', 2, __u32)\n"), [TORCH_PATH]: TORCH },
  },
  {
    name: 'a bare number that becomes _IO(), which has a direction on powerpc alone',
    ...declared('#define LAMP_ON\t0x4c01\n', "#define LAMP_ON\t_IO('L', 1)\n"),
  },
];
