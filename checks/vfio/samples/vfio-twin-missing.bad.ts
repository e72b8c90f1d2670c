// SPDX-License-Identifier: GPL-2.0-only
import { along, vfio } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a command of type1 alone',
    ...along(
      vfio(),
      {
        'drivers/vfio/lamp_type1.c': `static long vfio_lamp_iommu_ioctl(void *data, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case VFIO_IOMMU_MAP_LIGHT:
		return lamp_map(data, arg);
	default:
		return -ENOTTY;
	}
}

static const struct vfio_iommu_driver_ops vfio_lamp_ops_type1 = {
	.ioctl = vfio_lamp_iommu_ioctl,
};
`,
        'drivers/iommu/iommufd/lamp.c': `int iommufd_lamp_ioctl(struct lamp *lamp, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case VFIO_IOMMU_MAP_LIGHT:
		return lamp_compat_map(lamp, arg);
	default:
		return -ENOIOCTLCMD;
	}
}

static const struct file_operations iommufd_fops = {
	.unlocked_ioctl = iommufd_lamp_ioctl,
};
`,
      },
      {
        'drivers/vfio/lamp_type1.c': `static long vfio_lamp_iommu_ioctl(void *data, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case VFIO_IOMMU_MAP_LIGHT:
		return lamp_map(data, arg);
	case VFIO_IOMMU_DIM_LIGHT:
		return lamp_dim(data);
	default:
		return -ENOTTY;
	}
}

static const struct vfio_iommu_driver_ops vfio_lamp_ops_type1 = {
	.ioctl = vfio_lamp_iommu_ioctl,
};
`,
        'drivers/iommu/iommufd/lamp.c': `int iommufd_lamp_ioctl(struct lamp *lamp, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case VFIO_IOMMU_MAP_LIGHT:
		return lamp_compat_map(lamp, arg);
	default:
		return -ENOIOCTLCMD;
	}
}

static const struct file_operations iommufd_fops = {
	.unlocked_ioctl = iommufd_lamp_ioctl,
};
`,
      },
    ),
  },
];
