// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a type and two macros',
    ...lampWith(`#define LAMP_SHADE	BIT(3)
#define LAMP_SHADES	GENMASK(7, 4)
struct lamp_bulb {
	u32	watts;
};
`),
  },
  {
    name: 'a configuration option',
    ...lampWith(`#ifdef CONFIG_LAMP
#define LAMP_SHADE	1
#endif
`),
  },
];
