// SPDX-License-Identifier: GPL-2.0-only
import type { Variant } from '../../src/series/topic.ts';
import { type Contract, mappable, restricted } from './contract.ts';
import type { Layout } from './layout/index.ts';

/** In one sentence: what userspace may do under this design, and how it is told. */
export const skeleton: Variant<Layout, Contract> = {
  id: 'skeleton',
  title: 'skeleton',
  origin: 'who proposed it, and in which mail of the thread',

  patches: () => [
    {
      subject: 'vfio/pci: Only advise against mapping the MSI-X table',
      body: `The pages that hold the MSI-X table cannot be mapped.  Say here whom that
hurts, and in which case.

Say here what to do about it, in the imperative, and why in this way rather
than in another: so far, allow the mapping, and leave the sparse mmap
capability as advice.

Link: https://lore.kernel.org/r/20171122040932.970-1-aik@ozlabs.ru`,
      // The roles are in layout/; this one is the smallest change that answers the topic's question.
      edits: (vfio) => vfio.refusals.flatMap((refusal) => refusal.goes()),
    },
  ],

  contract: () => ({
    fresh: { ...restricted, mmap: mappable().mmap },
    oldUserspace: 'around',
  }),
};
