// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../lib/lamp-header.ts';
import type { Sample } from '../lib/sample.ts';

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
];
