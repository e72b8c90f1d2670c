// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate } from '../../../src/c/anchor.ts';
import type { SourceFile } from '../../../src/c/parse.ts';
import { type Refusal, refusal } from './refusal.ts';

/** The mmap handler; `vfio_pci_core_mmap` since the core was split off (v5.15). */
export const MMAP: Anchor = {
  id: 'A5',
  words: 'the mmap handler, vfio_pci_mmap() or vfio_pci_core_mmap()',
  query: `((function_definition declarator: (function_declarator declarator: (identifier) @name)) @site
           (#match? @name "^vfio_pci(_core)?_mmap$"))`,
  like: 'int vfio_pci_core_mmap(struct vfio_device *core_vdev, struct vm_area_struct *vma)',
};

const BOUNDS: Anchor = {
  id: 'A5',
  words: "the mmap handler's check that the range lies within the BAR",
  query: '(if_statement condition: (parenthesized_expression) @condition) @site',
  where: (text) => text('condition') === '(req_start + req_len > phys_len)',
  like: 'if (req_start + req_len > phys_len) return -EINVAL;',
};

const OVERLAP: Anchor = {
  id: 'A5m',
  words: 'the refusal of mmaps that overlap the MSI-X table',
  query: '(if_statement condition: (parenthesized_expression) @condition consequence: (_) @body) @site',
  where: (text) =>
    /\bindex == vdev->msix_bar\b/.test(text('condition')) && text('body').includes('return -EINVAL;'),
  like: 'if (index == vdev->msix_bar) {',
};

export function mmapRefusal(file: SourceFile): Refusal {
  const handler = locate(file, MMAP);
  return refusal({
    file,
    within: handler.node,
    refusal: OVERLAP,
    behind: BOUNDS,
    purpose: 'an mmap that overlaps the MSI-X table',
  });
}
