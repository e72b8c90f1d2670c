// SPDX-License-Identifier: GPL-2.0-only
import type { Expression } from '../../src/c/fragment.ts';
import type { ParameterSpec, Parameters, PatchTemplate } from '../../src/series/topic.ts';
import type { Contract } from './contract.ts';
import type { Layout } from './layout/index.ts';
import type { Proposal } from './proposals.ts';

/** The parameter of designs whose proposal changed read() and write() as well. */
export const RDWR: ParameterSpec = {
  type: 'boolean',
  default: false,
  help: 'let read() and write() see the table too, as the proposal did: one patch more',
};

/** What becomes of a read of the table where the parameter asks for it. */
export const tableByRead = ({ rdwr }: Parameters): Pick<Contract, 'tableByRead'> | undefined =>
  rdwr === true ? { tableByRead: 'shown' } : undefined;

/**
 * What the proposals of 2016 and 2017 changed beside mmap: a patch of its own, that can be dropped.
 *
 * @param hidden where the table is still hidden
 * @param where `where the bus remaps MSIs`
 */
export const readWriteShows = (
  hidden: Expression,
  where: string,
  { cited }: Proposal,
): PatchTemplate<Layout> => ({
  subject: 'vfio/pci: Let read and write see an MSI-X table that may be mapped',
  body: `A read() of the MSI-X table gives all ones, and a write() to it is dropped.

Let both reach the table ${where}, as the proposal did: what may be mapped
need not be hidden.

This changes what programs see that have changed nothing.  One that restores a
BAR by write() writes to the table from here on, and accesses of one byte or two
reach it, for which PCI asks for four or eight.  Mapping the table does not need
it, so this patch can be left out.

${cited}`,
  edits: (layout) => layout.readWrite.hidesTableOnlyIf([hidden]),
});
