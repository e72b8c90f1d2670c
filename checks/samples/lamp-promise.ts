// SPDX-License-Identifier: GPL-2.0-only
import { DRIVER_PATH, HEADER, UAPI_PATH } from './lamp.ts';
import { edited } from './sample.ts';

/** A lamp that announces a capability, resets what a user set, and refuses to map its fuse. */
export const LAMP_DRIVER = `#include <linux/vfio.h>

static int lamp_info(struct lamp *lamp, struct vfio_info_cap *caps, u32 *flags)
{
	*flags = VFIO_LAMP_INFO_LIT;
	if (lamp->dimmed)
		*flags |= VFIO_LAMP_INFO_DIMMED;
	return lamp_add_cap(caps, VFIO_REGION_INFO_CAP_GLOW, 1);
}

static int lamp_ioctl_off(struct lamp *lamp, u32 hue)
{
	if (!lamp->powered)
		return -ENXIO;
	if (hue == LAMP_HUE_NONE)
		return -EINVAL;
	lamp->dark = true;
	return 0;
}

static int lamp_mmap(struct lamp *lamp, struct vm_area_struct *vma)
{
	if (lamp->msix_bar == lamp_index(vma) && lamp_overlaps(lamp, vma))
		return -EINVAL;
	return remap_pfn_range(vma, vma->vm_start, lamp->pfn, lamp_size(vma), vma->vm_page_prot);
}

static int lamp_sparse(struct lamp *lamp, struct vfio_info_cap *caps)
{
	return lamp_add_cap(caps, LAMP_CAP_SPARSE_MMAP, 1);
}

static void lamp_close(struct lamp *lamp)
{
	lamp->dark = false;
	lamp_forget(lamp);
}

long lamp_ioctl(struct lamp *lamp, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case VFIO_DEVICE_LAMP_INFO:
		return lamp_get_info(lamp, arg);
	case VFIO_DEVICE_LAMP_OFF:
		return lamp_ioctl_off(lamp, arg);
	default:
		return -ENOTTY;
	}
}

static const struct vfio_device_ops lamp_ops = {
	.ioctl = lamp_ioctl,
};
`;

type Replacement = readonly [from: string, to: string];

/** What the driver becomes; the header stays. */
export function driver(...replacements: readonly Replacement[]) {
  return {
    before: { [UAPI_PATH]: HEADER, [DRIVER_PATH]: LAMP_DRIVER },
    after: { [UAPI_PATH]: HEADER, [DRIVER_PATH]: edited(LAMP_DRIVER, ...replacements) },
  };
}

/** The header gains something at its end, and the driver may change with it. */
export function promising(text: string, ...replacements: readonly Replacement[]) {
  const { before, after } = driver(...replacements);
  return { before, after: { ...after, [UAPI_PATH]: `${HEADER}${text}` } };
}
