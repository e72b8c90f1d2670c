// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import { AllocationTaken } from '../../../src/c/errors.ts';
import type { Expression, Members } from '../../../src/c/fragment.ts';
import { lineEnd, lineOf } from '../../../src/c/lines.ts';
import { type SourceFile, type SyntaxNode, textOf } from '../../../src/c/parse.ts';

/** `struct vfio_pci_device` became `struct vfio_pci_core_device` when the core was split off (v5.15). */
export const STRUCT: Anchor = {
  id: 'A1',
  words: 'the device struct, vfio_pci_device or vfio_pci_core_device',
  query: `((struct_specifier name: (type_identifier) @name body: (field_declaration_list)) @site
           (#match? @name "^vfio_pci(_core)?_device$"))`,
  like: 'struct vfio_pci_core_device {',
};

const FLAG: Anchor = {
  id: 'A1',
  words: 'the plain bool needs_reset in the device struct',
  query: `((field_declaration type: (_) @type declarator: (field_identifier) @name) @site
           (#eq? @name "needs_reset"))`,
  where: (text) => text('type') === 'bool',
  like: 'bool needs_reset;',
};

/** The driver's state of one device, private to the driver: it may grow anywhere. */
export interface DeviceStruct {
  /** `vfio_pci_device` or `vfio_pci_core_device`. */
  readonly tag: string;
  readonly path: string;
  /** How many BARs a device can have: PCI_STD_NUM_BARS, which came with v5.5. */
  readonly bars: Expression;
  /**
   * A bool of its own: a bit-field would race with its neighbours, which other locks protect.
   *
   * @throws AllocationTaken when the struct has a member of that name
   */
  gainsBool(name: string): Edit[];
}

export function deviceStruct(file: SourceFile): DeviceStruct {
  const struct = locate(file, STRUCT);
  const tag = struct.captures.name?.text ?? '';
  return {
    tag,
    path: file.path,
    bars: /\bPCI_STD_NUM_BARS\b/.test(file.text) ? 'PCI_STD_NUM_BARS' : 'PCI_STD_RESOURCE_END + 1',
    gainsBool(name) {
      if (new RegExp(`\\b${name}\\b`).test(textOf(file, struct.node)))
        throw new AllocationTaken({
          title: `struct ${tag} has a member ${name} already`,
          where: `${file.origin}: ${file.path}:${lineOf(file.text, struct.node.startIndex)}`,
          hint: 'The design is in this tree already, or another one took the name: use a tree without it, or rename.',
        });
      let slot = locate(file, FLAG, struct.node).node;
      for (let next = slot.nextNamedSibling; isPlainBool(next); next = slot.nextNamedSibling) slot = next;
      const at = lineEnd(file.text, slot.endIndex);
      const text: Members = `\tbool\t\t\t${name};\n`;
      return [
        {
          path: file.path,
          start: at,
          end: at,
          text,
          anchor: 'A1',
          purpose: `struct ${tag} gains bool ${name}`,
        },
      ];
    },
  };
}

function isPlainBool(node: SyntaxNode | null): node is SyntaxNode {
  return (
    node?.type === 'field_declaration' &&
    node.childForFieldName('type')?.text === 'bool' &&
    node.childForFieldName('declarator')?.type === 'field_identifier' &&
    !node.namedChildren.some(({ type }) => type === 'bitfield_clause')
  );
}
