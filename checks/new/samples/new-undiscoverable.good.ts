// SPDX-License-Identifier: GPL-2.0-only
import { VFIO, VFIO_PATH, vfio } from '../../samples/lamp-header.ts';
import { edited, type Sample } from '../../samples/sample.ts';

const VFIO_END = '#endif /* _UAPIVFIO_H */\n';
const withDim = (flag: string) =>
  edited(VFIO, [
    VFIO_END,
    `/**
 * VFIO_DEVICE_LAMP_DIM - _IOW(VFIO_TYPE, VFIO_BASE + 2, struct vfio_lamp_dim)
 */
struct vfio_lamp_dim {
	__u32	argsz;
	__u32	flags;
${flag}	__u32	percent;
};
#define VFIO_DEVICE_LAMP_DIM	_IO(VFIO_TYPE, VFIO_BASE + 2)
\n${VFIO_END}`,
  ]);

const handler = (
  check: string,
) => `static int lamp_ioctl_dim(struct lamp *lamp, struct vfio_lamp_dim __user *arg)
{
	struct vfio_lamp_dim dim;
	unsigned long minsz = offsetofend(struct vfio_lamp_dim, percent);

	if (copy_from_user(&dim, arg, minsz))
		return -EFAULT;
	if (dim.argsz < minsz${check})
		return -EINVAL;

	return lamp_dim(lamp, dim.percent);
}
`;

export const good: Sample[] = [
  {
    name: 'a member with a flag of its own',
    ...vfio([
      `	__u32	hue;
	__u32	watts;
`,
      `#define VFIO_LAMP_INFO_LUMEN	(1 << 2)
	__u32	hue;
	__u32	watts;
	__u32	lumen;
	__u32	reserved;
`,
    ]),
  },
  {
    name: 'a flag that the old handler refuses',
    ...{
      before: { [VFIO_PATH]: withDim(''), 'drivers/vfio/lamp.c': handler(' || dim.flags') },
      after: {
        [VFIO_PATH]: withDim('#define VFIO_LAMP_DIM_SLOWLY\t(1 << 0)\n'),
        'drivers/vfio/lamp.c': handler(' || dim.flags'),
      },
    },
  },
];
