// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate, locateOptional } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import type { Statements } from '../../../src/c/fragment.ts';
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

const DEVICE_SETUP = functionNamed(
  'A15',
  'pnv_pci_ioda_dma_dev_setup',
  'which puts a device into its partitionable endpoint, before a driver is bound to it',
);

const ADDED: Anchor = {
  id: 'A15',
  words: 'the if by which a device joins the group of its endpoint, which is the last statement',
  query: '(if_statement condition: (parenthesized_expression) @condition) @site',
  where: (text) => text('condition') === '(pe->table_group.group)',
  like: 'if (pe->table_group.group) iommu_add_device(&pe->table_group, &pdev->dev);',
};

/** Before v5.10 a device joins the group later, by a notifier. */
const TABLE: Anchor = {
  id: 'A15',
  words: 'the statement by which a device gets the table of its endpoint, which is the last one',
  query: `((expression_statement (call_expression function: (identifier) @name)) @site
           (#eq? @name "set_iommu_table_base"))`,
  like: 'set_iommu_table_base(&pdev->dev, pe->table_group.tables[0]);',
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

const PHB: Anchor = {
  id: 'A15',
  words: 'its declaration of the host bridge',
  query: `((declaration declarator: (init_declarator
             declarator: (pointer_declarator declarator: (identifier) @name))) @site
           (#eq? @name "phb"))`,
  like: 'struct pnv_phb *phb = hose->private_data;',
};

const BODY: Anchor = {
  id: 'A15',
  words: 'its first declaration',
  query: '((function_definition body: (compound_statement . (declaration) @site)))',
  like: 'struct irq_domain *parent = irq_get_default_domain();',
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
  /** `statements` are run for every device `pdev` behind a host bridge `phb`, before a driver can have it. */
  notesDevices(statements: Statements): Edit[];
  /** The MSI domains of every host bridge are made with `flag` if it is of `type`, one of enum pnv_phb_type. */
  marksMsiDomains(flag: string, type: string): Edit[];
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

    notesDevices(statements) {
      const powernv = file(POWERNV);
      const { node } = locate(powernv, DEVICE_SETUP);
      const added = locateOptional(powernv, ADDED, node);
      // What follows the table is a comment alone.
      const [site, text] = added
        ? [added, `\n${statements}`]
        : [locate(powernv, TABLE, node), `\n${statements}\n`];
      return [behind(site, text, 'A15', 'devices of powernv')];
    },

    marksMsiDomains(flag, type) {
      const powernv = file(POWERNV);
      const { node } = locate(powernv, DOMAINS);
      const purpose = 'the MSI domains of powernv';
      const flags: Statements = `\tunsigned int flags = phb->type == ${type} ?\n\t\t\t     ${flag} : 0;\n`;
      const phb = locateOptional(powernv, PHB, node);
      const declared = phb
        ? behind(phb, flags, 'A15', purpose)
        : before(
            locate(powernv, BODY, node),
            `\tstruct pnv_phb *phb = hose->private_data;\n${flags}`,
            'A15',
            purpose,
          );
      const info = locateOptional(powernv, DOMAIN_INFO, node);
      if (info) return [declared, behind(info, '\t\t.domain_flags\t= flags,\n', 'A15', purpose)];
      const { startIndex, endIndex } = locate(powernv, CREATED, node).node;
      const given = { path: powernv.path, start: startIndex, end: endIndex, text: 'flags' };
      return [declared, { ...given, anchor: 'A15', purpose }];
    },
  };
}
