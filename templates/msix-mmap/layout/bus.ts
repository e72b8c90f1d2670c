// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import { AllocationTaken } from '../../../src/c/errors.ts';
import { lineOf } from '../../../src/c/lines.ts';
import { type SourceFile, textOf } from '../../../src/c/parse.ts';
import { behind } from './insertion.ts';

const FLAGS: Anchor = {
  id: 'A10',
  words: 'enum pci_bus_flags',
  query: '((enum_specifier name: (type_identifier) @name body: (_)) @site (#eq? @name "pci_bus_flags"))',
  like: 'enum pci_bus_flags {',
};

const INHERITED: Anchor = {
  id: 'A10',
  words: 'the statement by which a child bus inherits the flags of its parent',
  query: '(expression_statement (assignment_expression left: (_) @left right: (_) @right)) @site',
  where: (text) => text('left') === 'child->bus_flags' && text('right') === 'parent->bus_flags',
  like: 'child->bus_flags = parent->bus_flags;',
};

const FLAG = /\b(PCI_BUS_FLAGS_\w+)\s*=\s*\(__force pci_bus_flags_t\)\s*(0x[0-9a-f]+|\d+)/gi;

/** struct pci_bus: its flags, kernel-internal and free to grow. */
export interface PciBus {
  /**
   * A flag with the next free bit; child buses get it from their parents, which is a condition that the tree has to meet.
   *
   * @throws AllocationTaken when the name is in use, or no bit of the __u16 is left
   */
  gainsFlag(name: string): Edit[];
}

export function pciBus(header: SourceFile, probe: SourceFile): PciBus {
  return {
    gainsFlag(name) {
      locate(probe, INHERITED);
      const site = locate(header, FLAGS);
      const used = [...textOf(header, site.node).matchAll(FLAG)];
      const highest = used.reduce((most, [, , value]) => Math.max(most, Number(value)), 0);
      const last = site.node.descendantsOfType('enumerator').at(-1);
      if (!last || used.some(([, other]) => other === name) || highest * 2 > 0xffff)
        throw new AllocationTaken({
          title: last
            ? `enum pci_bus_flags has no room for ${name}`
            : 'enum pci_bus_flags has no enumerators',
          where: `${header.origin}: ${header.path}:${lineOf(header.text, site.node.startIndex)}`,
          hint: 'The design is in this tree already, or its 16 bits are in use: use a tree without it, or rename.',
        });
      const width = Math.max(...used.map(([, other = '']) => other.length));
      const tabs = '\t'.repeat(Math.max(1, Math.ceil((Math.ceil((width + 1) / 8) * 8 - name.length) / 8)));
      const text = `\t${name}${tabs}= (__force pci_bus_flags_t) ${highest * 2},\n`;
      return [behind({ ...site, node: last }, text, 'A10', `bus flag ${name}`)];
    },
  };
}
