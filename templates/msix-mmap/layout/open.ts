// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import type { Statements, TopLevel } from '../../../src/c/fragment.ts';
import { indentOf, lineStart } from '../../../src/c/lines.ts';
import type { SourceFile } from '../../../src/c/parse.ts';

const ENABLE: Anchor = {
  id: 'A9',
  words:
    'the function that readies the device for its first opener, vfio_pci_enable() or vfio_pci_core_enable()',
  query: `((function_definition declarator: (function_declarator declarator: (identifier) @name)) @site
           (#match? @name "^vfio_pci(_core)?_enable$"))`,
  like: 'int vfio_pci_core_enable(struct vfio_pci_core_device *vdev)',
};

const PROBE: Anchor = {
  id: 'A9',
  words: 'the place where the MSI-X capability is looked up when the device is opened',
  query: `((expression_statement (assignment_expression left: (identifier) @left)) @site
           (#eq? @left "msix_pos"))`,
  like: 'msix_pos = pdev->msix_cap;',
};

/** What happens each time the first user opens the device. */
export interface Open {
  resets(statement: Statements): Edit[];
  /** A function that `resets` may call. */
  gainsFunction(name: string, definition: TopLevel): Edit[];
}

export function open(file: SourceFile): Open {
  return {
    resets(statement) {
      const { node } = locate(file, PROBE, locate(file, ENABLE).node);
      const at = lineStart(file.text, node.startIndex);
      const text: Statements = `${indentOf(file.text, at)}${statement}\n`;
      return [
        { path: file.path, start: at, end: at, text, anchor: 'A9', purpose: `opening does "${statement}"` },
      ];
    },

    gainsFunction(name, definition) {
      const at = lineStart(file.text, locate(file, ENABLE).node.startIndex);
      const text: TopLevel = `${definition}\n`;
      return [{ path: file.path, start: at, end: at, text, anchor: 'A9', purpose: `${name}() is added` }];
    },
  };
}
