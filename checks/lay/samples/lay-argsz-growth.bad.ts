// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared, driven } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'a driver that asks old binaries for the new member',
    ...driven(
      declared(
        `#define LAMP_DIM _IO('L', 1)
struct lamp_dim {
	__u32	argsz;
	__u32	flags;
	__u32	percent;
};
`,
        `#define LAMP_DIM _IO('L', 1)
struct lamp_dim {
	__u32	argsz;
	__u32	flags;
	__u32	percent;
	__u32	seconds;
};
`,
      ),
      `		minsz = offsetofend(struct lamp_dim, percent);
		if (copy_from_user(&dim, (void __user *)arg, minsz))
			return -EFAULT;
		if (dim.argsz < minsz || dim.flags)
			return -EINVAL;
`,
      `		minsz = offsetofend(struct lamp_dim, seconds);
		if (copy_from_user(&dim, (void __user *)arg, minsz))
			return -EFAULT;
		if (dim.argsz < minsz || dim.flags)
			return -EINVAL;
`,
    ),
  },
  {
    name: 'no driver at hand',
    ...declared(
      `#define LAMP_DIM _IO('L', 1)
struct lamp_dim {
	__u32	argsz;
	__u32	flags;
	__u32	percent;
};
`,
      `#define LAMP_DIM _IO('L', 1)
struct lamp_dim {
	__u32	argsz;
	__u32	flags;
	__u32	percent;
	__u32	seconds;
};
`,
    ),
  },
];
