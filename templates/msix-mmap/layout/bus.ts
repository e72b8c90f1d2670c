// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import { AllocationTaken } from '../../../src/c/errors.ts';
import type { Members, TopLevel } from '../../../src/c/fragment.ts';
import { lineOf } from '../../../src/c/lines.ts';
import type { SourceFile } from '../../../src/c/parse.ts';
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
  /** @throws AllocationTaken when the struct has a member of that name */
  gainsState(state: BusState): Edit[];
}

export function pciBus(header: SourceFile, probe: SourceFile): PciBus {
  return {
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
