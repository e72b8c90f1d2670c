// SPDX-License-Identifier: GPL-2.0-only
import { changeOf } from './sample.ts';

/** A lamp whose registers may be mapped. */
const CODE = `static int lamp_mmap(struct lamp *lamp, struct vm_area_struct *vma)
{
	unsigned long size = vma->vm_end - vma->vm_start;

	if (size > lamp->size)
		return -EINVAL;
	vma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);
	return io_remap_pfn_range(vma, vma->vm_start, lamp->pfn, size,
				  vma->vm_page_prot);
}
`;

const PATH = 'drivers/vfio/lamp_mmap.c';

export function mapping(...replacements: readonly (readonly [from: string, to: string])[]) {
  return changeOf(PATH, CODE, ...replacements);
}
