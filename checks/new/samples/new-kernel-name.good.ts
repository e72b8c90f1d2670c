// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'the names that userspace has',
    ...lampWith(`#define LAMP_SHADE	(1 << 3)
struct lamp_bulb {
	__u32	watts;
};
`),
  },
  {
    name: "a part that is the kernel's own",
    ...lampWith(`#ifdef __KERNEL__
#define LAMP_SHADE	BIT(3)
#endif
`),
  },
  {
    name: 'a condition that userspace fails before it comes to the configuration',
    ...lampWith(`#if defined(__KERNEL__) && (defined(CONFIG_LAMP) || !defined(CONFIG_TORCH))
#define LAMP_SHADES	3
#else
#define LAMP_SHADES	2
#endif
`),
  },
];
