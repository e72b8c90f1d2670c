// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate, locateOptional } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import type { TopLevel } from '../../../src/c/fragment.ts';
import { lineEnd } from '../../../src/c/lines.ts';
import type { SourceFile } from '../../../src/c/parse.ts';
import { type Refusal, refusal } from './refusal.ts';

export const HELPER_NAME = 'dma_buf_covers_msix_table';

const EXPORT: Anchor = {
  id: 'D1',
  words: 'the dma-buf feature, vfio_pci_core_feature_dma_buf()',
  query: `((function_definition declarator: (function_declarator declarator: (identifier) @name)) @site
           (#match? @name "^vfio_pci(_core)?_feature_dma_buf$"))`,
  like: 'int vfio_pci_core_feature_dma_buf(struct vfio_pci_core_device *vdev, u32 flags,',
};

const VALIDATION: Anchor = {
  id: 'D2',
  words: 'the function that validates the ranges of a dma-buf, validate_dmabuf_input()',
  query: `((function_definition declarator: (function_declarator declarator: (identifier) @name)) @site
           (#eq? @name "validate_dmabuf_input"))`,
  like: 'static int validate_dmabuf_input(struct vfio_device_feature_dma_buf *dma_buf,',
};

const VALIDATED: Anchor = {
  id: 'D3',
  words: 'the check of what validate_dmabuf_input() returned',
  query: `((expression_statement (assignment_expression
             right: (call_expression function: (identifier) @function)))
           . (if_statement) @site
           (#eq? @function "validate_dmabuf_input"))`,
  like: 'if (ret) goto err_free_ranges;',
};

const REFUSAL: Anchor = {
  id: 'D4',
  words: 'the refusal to export pages of the MSI-X table',
  query: '(if_statement condition: (parenthesized_expression) @condition) @site',
  where: (text) => text('condition').includes(`${HELPER_NAME}(`),
  like: `if (${HELPER_NAME}(vdev, &get_dma_buf, dma_ranges)) {`,
};

const HELPER: Anchor = {
  id: 'D5',
  words: `${HELPER_NAME}()`,
  query: `((function_definition declarator: (function_declarator declarator: (identifier) @name)) @site
           (#eq? @name "${HELPER_NAME}"))`,
  like: `static bool ${HELPER_NAME}(struct vfio_pci_core_device *vdev,`,
};

/** The second way to a BAR's pages, in trees that can export ranges as a dma-buf (v6.19). */
export interface DmaBufExport {
  readonly refusal: Refusal;
  /** Puts a function behind the one that validates the user's ranges. */
  gainsHelper(code: TopLevel): Edit[];
}

export function dmaBufExport(file: SourceFile): DmaBufExport {
  return {
    refusal: refusal({
      file,
      within: locate(file, EXPORT).node,
      refusal: REFUSAL,
      behind: VALIDATED,
      helper: HELPER,
      purpose: 'a dma-buf of the MSI-X table',
    }),
    gainsHelper(code) {
      // A tree that lost the refusal alone.
      if (locateOptional(file, HELPER)) return [];
      const at = lineEnd(file.text, locate(file, VALIDATION).node.endIndex);
      return [
        {
          path: file.path,
          start: at,
          end: at,
          text: `\n${code}`,
          anchor: 'D2',
          purpose: `${HELPER_NAME}() is added`,
        },
      ];
    },
  };
}
