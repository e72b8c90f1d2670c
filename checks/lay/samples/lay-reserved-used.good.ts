// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared, driven } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'reserved space in which old kernels refused anything but 0',
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
		if (dim.argsz < minsz || dim.flags || dim.reserved)
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
    name: 'reserved space that no handler takes from a program',
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
      `		minsz = offsetofend(struct lamp_dim, percent);
		if (copy_from_user(&dim, (void __user *)arg, minsz))
			return -EFAULT;
		if (dim.argsz < minsz || dim.flags)
			return -EINVAL;
		if (copy_to_user((void __user *)arg, &dim, min_t(size_t, dim.argsz, sizeof(dim))))
			return -EFAULT;
`,
      `		minsz = offsetofend(struct lamp_dim, percent);
		if (copy_from_user(&dim, (void __user *)arg, minsz))
			return -EFAULT;
		if (dim.argsz < minsz || dim.flags)
			return -EINVAL;
		dim.seconds = lamp_seconds(lamp);
		if (copy_to_user((void __user *)arg, &dim, min_t(size_t, dim.argsz, sizeof(dim))))
			return -EFAULT;
`,
    ),
  },
];
