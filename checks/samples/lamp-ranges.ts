// SPDX-License-Identifier: GPL-2.0-only
import { changeOf, type Sample } from './sample.ts';

const PATHS = {
  vfio: 'drivers/vfio/lamp.c',
  block: 'drivers/block/lamp.c',
  drm: 'drivers/gpu/drm/lamp/lamp_gem.c',
} as const;

const LAMP = `static int lamp_mmap(struct lamp *lamp, struct vm_area_struct *vma)
{
	unsigned long pgoff = vma->vm_pgoff;
	u64 start, length;

	start = pgoff << PAGE_SHIFT;
	length = vma->vm_end - vma->vm_start;
	if (length > lamp->size || start + length > lamp->size)
		return -EINVAL;
	lamp->first = 0;
	return 0;
}
`;

/** A driver of a subsystem that maps ranges, with replacements in it. */
export function ranges(
  subsystem: keyof typeof PATHS,
  ...replacements: readonly (readonly [from: string, to: string])[]
): Pick<Sample, 'before' | 'after'> {
  return changeOf(PATHS[subsystem], LAMP, ...replacements);
}
