// SPDX-License-Identifier: GPL-2.0-only
import { mapping } from '../../samples/lamp-mmap.ts';
import type { Sample } from '../../samples/sample.ts';

const HEAD = 'static int lamp_mmap(';
const NONCACHED = 'vma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);';

export const good: Sample[] = [
  {
    name: 'a type that is as strict, and one thing more',
    ...mapping([
      NONCACHED,
      'vma->vm_page_prot = pgprot_device(vma->vm_page_prot);\n\tvma->vm_page_prot = pgprot_decrypted(vma->vm_page_prot);',
    ]),
  },
  {
    name: 'a helper that sets the type',
    ...mapping(
      [
        HEAD,
        `static void lamp_protect(struct vm_area_struct *vma)
{
	vma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);
}

${HEAD}`,
      ],
      [`	${NONCACHED}\n	return`, '	lamp_protect(vma);\n	return'],
    ),
  },
];
