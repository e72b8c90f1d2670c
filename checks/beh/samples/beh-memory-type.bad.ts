// SPDX-License-Identifier: GPL-2.0-only
import { mapping } from '../../samples/lamp-mmap.ts';
import type { Sample } from '../../samples/sample.ts';

const NONCACHED = '	vma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);\n';

export const bad: Sample[] = [
  { name: 'registers that are mapped as memory is', ...mapping([NONCACHED, '']) },
  {
    name: 'registers whose writes are combined, under a condition',
    ...mapping([
      NONCACHED,
      `	if (lamp->has_table)
		vma->vm_page_prot = pgprot_writecombine(vma->vm_page_prot);
	else
		vma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);
`,
    ]),
  },
];
