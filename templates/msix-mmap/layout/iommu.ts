// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import type { Expression, Members, Statements, TopLevel } from '../../../src/c/fragment.ts';
import type { SourceFile } from '../../../src/c/parse.ts';
import { functionNamed } from './function.ts';
import { before, behind } from './insertion.ts';

const GROUP: Anchor = {
  id: 'A11',
  words: 'struct iommu_group with its members',
  query: `((struct_specifier name: (type_identifier) @name body: (field_declaration_list)) @site
           (#eq? @name "iommu_group"))`,
  like: 'struct iommu_group {',
};

const ID_MEMBER: Anchor = {
  id: 'A11',
  words: 'the member id of struct iommu_group',
  query: '((field_declaration declarator: (field_identifier) @name) @site (#eq? @name "id"))',
  like: 'int id;',
};

const ID_EXPORT: Anchor = {
  id: 'A11',
  words: 'the export of iommu_group_id()',
  query: `((expression_statement (call_expression function: (identifier) @macro
             arguments: (argument_list (identifier) @name))) @site
           (#eq? @macro "EXPORT_SYMBOL_GPL") (#eq? @name "iommu_group_id"))`,
  like: 'EXPORT_SYMBOL_GPL(iommu_group_id);',
};

const ID_DECLARATION: Anchor = {
  id: 'A11',
  words: 'the declaration of iommu_group_id()',
  query: `((declaration declarator: (function_declarator declarator: (identifier) @name)) @site
           (#eq? @name "iommu_group_id"))`,
  like: 'extern int iommu_group_id(struct iommu_group *group);',
};

const CAPABILITIES: Anchor = {
  id: 'A11',
  words: 'enum iommu_cap',
  query: '((enum_specifier name: (type_identifier) @name body: (_)) @site (#eq? @name "iommu_cap"))',
  like: 'enum iommu_cap {',
};

const PROBE = functionNamed(
  'A14',
  '__iommu_probe_device',
  'which has an IOMMU driver take a device and finds its group',
);

const SUCCESS: Anchor = {
  id: 'A14',
  words: 'the return of __iommu_probe_device() behind all that can fail',
  query: `((function_definition body: (compound_statement (return_statement (number_literal) @value) @site))
           (#eq? @value "0"))`,
  like: 'return 0;',
};

/** Before v5.8 an IOMMU driver's add_device() asks for the group by it (a6a4c7e2c5b8, "iommu: Add probe_device()"). */
const JOIN = functionNamed('A14', 'iommu_group_get_for_dev', 'which finds the group of a device');

const JOINED: Anchor = {
  id: 'A14',
  words: 'the last return of iommu_group_get_for_dev()',
  query: `((function_definition body: (compound_statement (return_statement (identifier) @value) @site))
           (#eq? @value "group"))`,
  like: 'return group;',
};

const INCLUDE: Anchor = {
  id: 'A14',
  words: '#include <linux/iommu.h>',
  query: '((preproc_include path: (system_lib_string) @path) @site (#eq? @path "<linux/iommu.h>"))',
  like: '#include <linux/iommu.h>',
};

/** What every device of a group can be said to have: kept in struct iommu_group. */
export interface GroupCapabilities {
  /** The enum, behind enum iommu_cap. */
  readonly type: TopLevel;
  readonly member: Members;
  /** Behind iommu_group_id(). */
  readonly functions: TopLevel;
  readonly declarations: TopLevel;
  /** For kernels without an IOMMU. */
  readonly stubs: TopLevel;
}

/** The core of the IOMMU drivers: groups, and how devices come into them. */
export interface IommuCore {
  /**
   * True where the core says itself whether a group's MSIs are isolated: iommu_group_has_isolated_msi(), since v6.3.
   */
  readonly knowsIsolation: boolean;
  /** Whether the MSIs of `struct device *dev` are isolated, by the tree's own means. */
  readonly isolates: Expression;
  /** Whether a device is attached to its default domain, which may fail, only after `notesDevice`: since v5.8. */
  readonly attachesLater: boolean;
  gainsGroupCapabilities(capabilities: GroupCapabilities): Edit[];
  /**
   * `statements` (one tab) are run when an IOMMU driver has taken `struct device *dev`, it is in its group, and nothing
   * can fail any more; `helper` is a function that they call. Both may ask `isolates`.
   */
  notesDevice(statements: Statements, helper?: TopLevel): Edit[];
}

export function iommuCore(core: SourceFile, header: SourceFile): IommuCore {
  const knowsIsolation = /\bbool iommu_group_has_isolated_msi\(/.test(core.text);
  // The bus used to answer for all of its devices.
  const capable: Expression = /\bdevice_iommu_capable\(/.test(header.text)
    ? 'device_iommu_capable(dev, IOMMU_CAP_INTR_REMAP)'
    : 'iommu_capable(dev->bus, IOMMU_CAP_INTR_REMAP)';
  const attachesLater = /\b__iommu_probe_device\(/.test(core.text);
  return {
    knowsIsolation,
    attachesLater,
    isolates: knowsIsolation ? 'msi_device_has_isolated_msi(dev)' : 'iommu_device_isolates_msi(dev)',

    gainsGroupCapabilities({ type, member, functions, declarations, stubs }) {
      const stub = locate(header, functionNamed('A11', 'iommu_group_id', 'its stub'));
      return [
        behind(locate(core, ID_MEMBER, locate(core, GROUP).node), member, 'A11', 'groups have capabilities'),
        behind(locate(core, ID_EXPORT), `\n${functions}`, 'A11', 'accessors of group capabilities'),
        behind(locate(header, CAPABILITIES), `\n${type}`, 'A11', 'the capabilities of groups'),
        behind(locate(header, ID_DECLARATION), declarations, 'A11', 'the accessors are declared'),
        behind(stub, `\n${stubs}`, 'A11', 'the accessors of kernels without an IOMMU'),
      ];
    },

    notesDevice(statements, helper = '') {
      const purpose = 'what is noted of a device that an IOMMU driver has taken';
      const probe = locate(core, attachesLater ? PROBE : JOIN);
      const success = locate(core, attachesLater ? SUCCESS : JOINED, probe.node);
      const noted = before(success, statements, 'A14', purpose);
      if (knowsIsolation) return [noted];
      const text: TopLevel = `/*
 * Interrupt remapping is a capability of the IOMMU on x86, and a property of
 * the MSI controller on ARM.
 */
static bool iommu_device_isolates_msi(struct device *dev)
{
	return ${capable} ||
	       irq_domain_hierarchical_is_msi_remap(dev_get_msi_domain(dev));
}

${helper}`;
      return [
        behind(locate(core, INCLUDE), '#include <linux/irqdomain.h>\n', 'A14', 'irqdomain.h is included'),
        before(commented(core, probe), text, 'A14', 'iommu_device_isolates_msi() is added'),
        noted,
      ];
    },
  };
}

/** A function with the comment that describes it. */
function commented(file: SourceFile, site: ReturnType<typeof locate>): typeof site {
  const above = site.node.previousNamedSibling;
  const between = above ? file.text.slice(above.endIndex, site.node.startIndex) : '';
  return above?.type === 'comment' && !between.includes('\n\n') ? { ...site, node: above } : site;
}
