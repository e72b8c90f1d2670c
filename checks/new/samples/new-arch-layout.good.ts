// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'an aligned one',
    ...lampWith(`struct lamp_bulb {
	__u32	flags;
	__u32	reserved;
	__aligned_u64	hours;
};
`),
  },
  {
    name: 'one whose members stand as the bytes do',
    ...lampWith(`union lamp_weight {
	__u64	full;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	struct { __u32 low; __u32 high; };
#else
	struct { __u32 high; __u32 low; };
#endif
};
`),
  },
];
