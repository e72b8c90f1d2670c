// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

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
];
