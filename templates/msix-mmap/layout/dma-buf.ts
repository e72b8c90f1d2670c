// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate, locateOptional } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import type { TopLevel } from '../../../src/c/fragment.ts';
import { lineStart } from '../../../src/c/lines.ts';
import type { SourceFile } from '../../../src/c/parse.ts';
import { type Refusal, refusal } from './refusal.ts';

export const HELPER_NAME = 'dma_buf_covers_msix_table';

const PAGES: Anchor = {
  id: 'D1',
  words: 'the function that gives the pages of a BAR for a dma-buf, vfio_pci_core_get_dmabuf_phys()',
  query: `((function_definition declarator: (function_declarator declarator: (identifier) @name)) @site
           (#match? @name "^vfio_pci(_core)?_get_dmabuf_phys$"))`,
  like: 'int vfio_pci_core_get_dmabuf_phys(struct vfio_pci_core_device *vdev,',
};

const DEVICE: Anchor = {
  id: 'D3',
  words: 'its declaration of the PCI device',
  query: `((declaration declarator: (init_declarator
             declarator: (pointer_declarator declarator: (identifier) @name))) @site
           (#eq? @name "pdev"))`,
  like: 'struct pci_dev *pdev = vdev->pdev;',
};

const REFUSAL: Anchor = {
  id: 'D4',
  words: 'the refusal to export pages of the MSI-X table',
  query: '(if_statement condition: (parenthesized_expression) @condition) @site',
  where: (text) => text('condition').includes(`${HELPER_NAME}(`),
  like: `if (${HELPER_NAME}(vdev, region_index, dma_ranges, nr_ranges)) return -EINVAL;`,
};

const HELPER: Anchor = {
  id: 'D5',
  words: `${HELPER_NAME}()`,
  query: `((function_definition declarator: (function_declarator declarator: (identifier) @name)) @site
           (#eq? @name "${HELPER_NAME}"))`,
  like: `static bool ${HELPER_NAME}(struct vfio_pci_core_device *vdev,`,
};

/**
 * The second way to a BAR's pages, in trees that can export ranges as a dma-buf (v6.19). The refusal is where an index
 * is a BAR: a driver that hands out other memory under a BAR's index has a get_dmabuf_phys() of its own (nvgrace-gpu).
 */
export interface DmaBufExport {
  readonly refusal: Refusal;
  /** Puts a function before the one that gives the pages. */
  gainsHelper(code: TopLevel): Edit[];
}

export function dmaBufExport(file: SourceFile): DmaBufExport {
  return {
    refusal: refusal({
      file,
      within: locate(file, PAGES).node,
      refusal: REFUSAL,
      behind: DEVICE,
      helper: HELPER,
      purpose: 'a dma-buf of the MSI-X table',
    }),
    gainsHelper(code) {
      // A tree that lost the refusal alone.
      if (locateOptional(file, HELPER)) return [];
      const at = lineStart(file.text, locate(file, PAGES).node.startIndex);
      return [
        {
          path: file.path,
          start: at,
          end: at,
          text: `${code}\n`,
          anchor: 'D1',
          purpose: `${HELPER_NAME}() is added`,
        },
      ];
    },
  };
}
