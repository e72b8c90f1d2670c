// SPDX-License-Identifier: GPL-2.0-only
import type { Category } from '../../checks/rule.ts';
import type { TargetId } from '../../src/c/target.ts';
import type { Effect } from '../../src/series/finding.ts';
import type { Edit } from './edit.ts';

export type Verdict = Effect | 'identical' | 'waived';

/** What a maintainer would say of a change; written before any tool was run over it. */
export interface Label {
  /** The verdict; more than one where either is a fair answer. */
  readonly verdict: readonly [Verdict, ...Verdict[]];
  /** Of the finding with that effect. */
  readonly family?: Category;
  /** Targets that it holds on; undefined means all. */
  readonly targets?: readonly TargetId[];
}

/** One change of a real tree. */
export interface Mutation {
  readonly id: string;
  /** What is done, in a few words. */
  readonly title: string;
  /** Series of the Debian archive. */
  readonly tree: '6.12' | '7.2';
  /** By path in the tree; undefined removes the file. A file that the tree lacks begins empty. */
  readonly edits: Readonly<Record<string, Edit | undefined>>;
  readonly label: Label;
  /** Why the label is what it is. */
  readonly why: string;
  /** The change that looks like this one and is safe. */
  readonly twin?: string;
}

export const VFIO = 'include/uapi/linux/vfio.h';
export const IOMMUFD = 'include/uapi/linux/iommufd.h';
export const PCI_CORE = 'drivers/vfio/pci/vfio_pci_core.c';
export const TYPE1 = 'drivers/vfio/vfio_iommu_type1.c';

export function uapi(name: string): string {
  return `include/uapi/linux/${name}`;
}

type Options = Partial<Pick<Mutation, 'tree' | 'twin'> & Pick<Label, 'targets'>>;

/** A change that somebody is hurt by, or that a reviewer must ask about. */
export function hurts(
  id: string,
  title: string,
  edits: Mutation['edits'],
  verdict: Verdict | Label['verdict'],
  family: Category | undefined,
  why: string,
  options: Options = {},
): Mutation {
  const { tree = '6.12', twin, targets } = options;
  const label = {
    verdict: typeof verdict === 'string' ? ([verdict] as const) : verdict,
    ...(family ? { family } : {}),
    ...(targets ? { targets } : {}),
  };
  return { id, title, tree, edits, label, why, ...(twin ? { twin } : {}) };
}

/** A change that must not be reported as more than what it is. */
export function safe(
  id: string,
  title: string,
  edits: Mutation['edits'],
  verdict: Verdict | Label['verdict'],
  why: string,
  options: Options = {},
): Mutation {
  return hurts(id, title, edits, verdict, undefined, why, options);
}
