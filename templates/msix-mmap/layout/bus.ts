// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import { AllocationTaken } from '../../../src/c/errors.ts';
import type { Members, TopLevel } from '../../../src/c/fragment.ts';
import { lineOf } from '../../../src/c/lines.ts';
import { type SourceFile, textOf } from '../../../src/c/parse.ts';
import { functionNamed } from './function.ts';
import { before, behind } from './insertion.ts';

const FLAGS: Anchor = {
  id: 'A10',
  words: 'enum pci_bus_flags',
  query: '((enum_specifier name: (type_identifier) @name body: (_)) @site (#eq? @name "pci_bus_flags"))',
  like: 'enum pci_bus_flags {',
};

const STRUCT: Anchor = {
  id: 'A10',
  words: 'struct pci_bus with its members',
  query: `((struct_specifier name: (type_identifier) @name body: (field_declaration_list)) @site
           (#eq? @name "pci_bus"))`,
  like: 'struct pci_bus {',
};

const MEMBER: Anchor = {
  id: 'A10',
  words: 'the member bus_flags of struct pci_bus',
  query: '((field_declaration declarator: (field_identifier) @name) @site (#eq? @name "bus_flags"))',
  like: 'pci_bus_flags_t bus_flags;',
};

const FROM_DEVICE: Anchor = {
  id: 'A10',
  words: 'the macro to_pci_bus(), behind struct pci_bus',
  query: '((preproc_function_def name: (identifier) @name) @site (#eq? @name "to_pci_bus"))',
  like: '#define to_pci_bus(n) container_of(n, struct pci_bus, dev)',
};

const CHILD = functionNamed('A10', 'pci_alloc_child_bus', 'which makes a bus below another');

const INHERITED: Anchor = {
  id: 'A10',
  words: 'the statement by which a child bus inherits the flags of its parent',
  query: `((expression_statement (assignment_expression
             left: (field_expression field: (field_identifier) @left)
             right: (field_expression field: (field_identifier) @right))) @site
           (#eq? @left "bus_flags") (#eq? @right "bus_flags"))`,
  like: 'child->bus_flags = parent->bus_flags;',
};

const FLAG = /\b(PCI_BUS_FLAGS_\w+)\s*=\s*\(__force pci_bus_flags_t\)\s*(0x[0-9a-f]+|\d+)/gi;

/** What is kept of a bus, apart from bus_flags: they are written by others, and some of these take no lock. */
export interface BusState {
  /** Name of the member of struct pci_bus. */
  readonly name: string;
  /** Behind enum pci_bus_flags. */
  readonly type: TopLevel;
  readonly member: Members;
  readonly declaration: TopLevel;
  /** Before pci_alloc_child_bus(). */
  readonly functions: TopLevel;
}

/** struct pci_bus: kernel-internal and free to grow. */
export interface PciBus {
  /**
   * A flag with the next free bit; child buses get it from their parents, which is a condition that the tree has to meet.
   *
   * @throws AllocationTaken when the name is in use, or no bit of the __u16 is left
   */
  gainsFlag(name: string): Edit[];
  /** @throws AllocationTaken when the struct has a member of that name */
  gainsState(state: BusState): Edit[];
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
    gainsState({ name, type, member, declaration, functions }) {
      const struct = locate(header, STRUCT);
      if (new RegExp(`\\b${name}\\b`).test(header.text.slice(struct.node.startIndex, struct.node.endIndex)))
        throw new AllocationTaken({
          title: `struct pci_bus has a member ${name} already`,
          where: `${header.origin}: ${header.path}:${lineOf(header.text, struct.node.startIndex)}`,
          hint: 'The design is in this tree already, or another one took the name: use a tree without it, or rename.',
        });
      const child = locate(probe, CHILD);
      return [
        behind(locate(header, FLAGS), `\n${type}`, 'A10', `the values of ${name}`),
        behind(locate(header, MEMBER, struct.node), member, 'A10', `buses have ${name}`),
        behind(locate(header, FROM_DEVICE), `\n${declaration}`, 'A10', 'who sets it is declared'),
        before(child, functions, 'A10', 'who sets it is added'),
      ];
    },
  };
}
