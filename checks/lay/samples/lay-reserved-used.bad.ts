// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared, driven } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'reserved space in which old kernels took garbage',
    ...driven(
      declared(
        `#define LAMP_DIM _IO('L', 1)
struct lamp_dim {
	__u32	argsz;
	__u32	flags;
	__u32	percent;
	__u32	reserved;
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
      `		minsz = offsetofend(struct lamp_dim, reserved);
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
    name: 'padding',
    ...declared(
      `struct lamp_colour {
	__u8	red;
	__u32	hue;
};
`,
      `struct lamp_colour {
	__u8	red;
	__u8	blue;
	__u32	hue;
};
`,
    ),
  },
  {
    name: 'reserved space that is returned, and read before',
    ...driven(
      declared(
        `#define LAMP_DIM _IO('L', 1)
struct lamp_dim {
	__u32	argsz;
	__u32	flags;
	__u32	percent;
	__u32	reserved;
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
      `		minsz = offsetofend(struct lamp_dim, reserved);
		if (copy_from_user(&dim, (void __user *)arg, minsz))
			return -EFAULT;
		if (dim.argsz < minsz || dim.flags)
			return -EINVAL;
		if (copy_to_user((void __user *)arg, &dim, minsz))
			return -EFAULT;
`,
      `		minsz = offsetofend(struct lamp_dim, seconds);
		if (copy_from_user(&dim, (void __user *)arg, minsz))
			return -EFAULT;
		if (dim.argsz < minsz || dim.flags)
			return -EINVAL;
		dim.seconds = lamp_round(dim.seconds);
		if (copy_to_user((void __user *)arg, &dim, minsz))
			return -EFAULT;
`,
    ),
  },
  {
    name: 'part of a reserved array, of which nobody knows whether old kernels looked at it',
    ...declared(
      `struct lamp_info {
	__u32	argsz;
	__u32	flags;
	__u32	hue;
	__u32	reserved[4];
};
`,
      `struct lamp_info {
	__u32	argsz;
	__u32	flags;
	__u32	hue;
	__u32	lux;
	__u32	reserved[3];
};
`,
    ),
  },
];
