// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import type { Statements, TopLevel } from '../../../src/c/fragment.ts';
import type { SourceFile } from '../../../src/c/parse.ts';
import { functionNamed } from './function.ts';
import { before, behind } from './insertion.ts';

const REGISTER = functionNamed(
  'A15',
  'iommu_register_group',
  'which makes a group of a partitionable endpoint',
);

const NAMED: Anchor = {
  id: 'A15',
  words: 'the statement that ties a group to its TCE tables',
  query: `((expression_statement (call_expression function: (identifier) @name)) @site
           (#eq? @name "iommu_group_set_iommudata"))`,
  like: 'iommu_group_set_iommudata(grp, table_group, group_release);',
};

const PREPARE = functionNamed(
  'A15',
  'pseries_root_bridge_prepare',
  'which readies a root bus before it is scanned',
);

const ROOT_BUS: Anchor = {
  id: 'A15',
  words: 'the statement of pseries_root_bridge_prepare() that takes the root bus',
  query: '(expression_statement (assignment_expression left: (_) @left right: (_) @right)) @site',
  where: (text) => text('left') === 'bus' && text('right') === 'bridge->bus',
  like: 'bus = bridge->bus;',
};

const POWERNV_PHB = functionNamed('A15', 'pnv_pci_init_ioda_phb', 'which sets up a host bridge of powernv');

const FIXUP: Anchor = {
  id: 'A15',
  words: 'the place where powernv names its fixup of a scanned bus',
  query: '(expression_statement (assignment_expression left: (_) @left)) @site',
  where: (text) => text('left') === 'ppc_md.pcibios_fixup',
  like: 'ppc_md.pcibios_fixup = pnv_pci_ioda_fixup;',
};

const domainsOf = (name: string) =>
  functionNamed('A15', name, 'which makes the MSI domains of a host bridge');

const NO_DOMAIN: Anchor = {
  id: 'A15',
  words: 'the check that the domain of a host bridge could be made',
  query: '(if_statement condition: (parenthesized_expression) @condition) @site',
  where: (text) => /^\(!\w+->dev_domain\)$/.test(text('condition')),
  like: 'if (!phb->dev_domain) {',
};

/** The platforms that the discussion came from: PAPR guests, and OPAL hosts. */
export interface PowerPc {
  /** `statements` are run for every group, while it is made as `grp`. */
  marksGroups(statements: Statements): Edit[];
  /** `statements` are run for the root `bus` of every host bridge before it is scanned. */
  marksRootBuses(statements: Statements): Edit[];
  /** `flag` is set on the MSI domains of every host bridge. */
  marksMsiDomains(flag: string): Edit[];
}

const POWERNV = 'arch/powerpc/platforms/powernv/pci-ioda.c';

/** @param file a file of the tree, which is asked for when an edit needs it: MSI domains came with v5.15 */
export function powerPc(file: (path: string) => SourceFile): PowerPc {
  return {
    marksGroups(statements) {
      const iommu = file('arch/powerpc/kernel/iommu.c');
      const site = locate(iommu, NAMED, locate(iommu, REGISTER).node);
      return [behind(site, statements, 'A15', 'groups of powerpc')];
    },

    marksRootBuses(statements) {
      const name = 'pnv_pci_root_bridge_prepare';
      const definition: TopLevel = `static int pnv_pci_root_bridge_prepare(struct pci_host_bridge *bridge)
{
	struct pci_bus *bus = bridge->bus;

${statements}
	return 0;
}

`;
      const [pseries, powernv] = [file('arch/powerpc/platforms/pseries/pci.c'), file(POWERNV)];
      const phb = locate(powernv, POWERNV_PHB);
      const assignment: Statements = `\tppc_md.pcibios_root_bridge_prepare = ${name};\n`;
      return [
        behind(
          locate(pseries, ROOT_BUS, locate(pseries, PREPARE).node),
          `\n${statements}`,
          'A15',
          'root buses of pseries',
        ),
        before(phb, definition, 'A15', `${name}() is added`),
        behind(locate(powernv, FIXUP, phb.node), assignment, 'A15', 'root buses of powernv'),
      ];
    },

    marksMsiDomains: (flag) =>
      (
        [
          ['arch/powerpc/platforms/pseries/msi.c', '__pseries_msi_allocate_domains', 'phb'],
          [POWERNV, 'pnv_msi_allocate_domains', 'hose'],
        ] as const
      ).map(([path, name, bridge]) => {
        const text: Statements = `\t${bridge}->dev_domain->flags |= ${flag};\n`;
        const source = file(path);
        const site = locate(source, NO_DOMAIN, locate(source, domainsOf(name)).node);
        return behind(site, text, 'A15', `MSI domains made by ${name}()`);
      }),
  };
}
