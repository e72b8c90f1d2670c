// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate, locateOptional } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import type { Statements, TopLevel } from '../../../src/c/fragment.ts';
import { indentOf, lineEnd } from '../../../src/c/lines.ts';
import type { SourceFile } from '../../../src/c/parse.ts';
import { functionNamed } from './function.ts';
import { before, behind } from './insertion.ts';

const SETUP_DMA = functionNamed(
  'A15',
  'pnv_pci_ioda2_setup_dma_pe',
  'which makes the group of a partitionable endpoint on P8 and later',
);

const REGISTERED: Anchor = {
  id: 'A15',
  words: 'the statement that makes the group of a partitionable endpoint',
  query: `((expression_statement (call_expression function: (identifier) @name)) @site
           (#eq? @name "iommu_register_group"))`,
  like: 'iommu_register_group(&pe->table_group, phb->hose->global_number, pe->pe_number);',
};

const POWERNV_PHB = functionNamed('A15', 'pnv_pci_init_ioda_phb', 'which sets up a host bridge of powernv');

const FIXUP: Anchor = {
  id: 'A15',
  words: 'the place where powernv names its fixup of a scanned bus',
  query: '(expression_statement (assignment_expression left: (_) @left)) @site',
  where: (text) => text('left') === 'ppc_md.pcibios_fixup',
  like: 'ppc_md.pcibios_fixup = pnv_pci_ioda_fixup;',
};

const DOMAINS = functionNamed(
  'A15',
  'pnv_msi_allocate_domains',
  'which makes the MSI domains of a host bridge',
);

const DOMAIN_INFO: Anchor = {
  id: 'A15',
  words: 'the parent domain in the struct irq_domain_info that describes the MSI domain',
  query: `((initializer_list (initializer_pair designator: (field_designator (field_identifier) @name)) @site)
           (#eq? @name "parent"))`,
  like: 'struct irq_domain_info info = { .parent = parent };',
};

const CREATED: Anchor = {
  id: 'A15',
  words: 'the call that makes the MSI domain, and its flags',
  query: `((call_expression function: (identifier) @name
             arguments: (argument_list (identifier) . (number_literal) @site))
           (#eq? @name "irq_domain_create_hierarchy"))`,
  like: 'irq_domain_create_hierarchy(parent, 0, count, fwnode, &ops, hose)',
};

/** Hosts that run OPAL, of the platforms that the discussion came from. */
export interface PowerPc {
  /** `statements` are run for the group of every endpoint, while it is made, as `pe->table_group.group`. */
  marksGroups(statements: Statements): Edit[];
  /** `statements` are run for the root `bus` of every host bridge `phb` before it is scanned. */
  marksRootBuses(statements: Statements): Edit[];
  /** The MSI domains of every host bridge are made with `flag`. */
  marksMsiDomains(flag: string): Edit[];
}

const POWERNV = 'arch/powerpc/platforms/powernv/pci-ioda.c';

/** @param file a file of the tree, which is asked for when an edit needs it: MSI domains came with v5.15 */
export function powerPc(file: (path: string) => SourceFile): PowerPc {
  return {
    marksGroups(statements) {
      const powernv = file(POWERNV);
      const site = locate(powernv, REGISTERED, locate(powernv, SETUP_DMA).node);
      return [behind(site, statements, 'A15', 'groups of powernv')];
    },

    marksRootBuses(statements) {
      const name = 'pnv_pci_root_bridge_prepare';
      const definition: TopLevel = `static int pnv_pci_root_bridge_prepare(struct pci_host_bridge *bridge)
{
	struct pci_bus *bus = bridge->bus;
	struct pnv_phb *phb = pci_bus_to_host(bus)->private_data;

${statements}
	return 0;
}

`;
      const powernv = file(POWERNV);
      const phb = locate(powernv, POWERNV_PHB);
      const assignment: Statements = `\tppc_md.pcibios_root_bridge_prepare = ${name};\n`;
      return [
        before(phb, definition, 'A15', `${name}() is added`),
        behind(locate(powernv, FIXUP, phb.node), assignment, 'A15', 'root buses of powernv'),
      ];
    },

    marksMsiDomains(flag) {
      const powernv = file(POWERNV);
      const { node } = locate(powernv, DOMAINS);
      const purpose = 'the MSI domains of powernv';
      const info = locateOptional(powernv, DOMAIN_INFO, node);
      if (info) return [behind(info, `\t\t.domain_flags	= ${flag},\n`, 'A15', purpose)];
      const { startIndex } = locate(powernv, CREATED, node).node;
      // The line is full: the flag begins the next one, below the first argument.
      const next = lineEnd(powernv.text, startIndex);
      const text = `\n${indentOf(powernv.text, next)}${flag}`;
      const edit = {
        path: powernv.path,
        start: startIndex - 1,
        end: startIndex + 1,
        text,
        anchor: 'A15',
        purpose,
      };
      return [edit];
    },
  };
}
