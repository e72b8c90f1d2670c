// SPDX-License-Identifier: GPL-2.0-only
import type { TopLevel } from '../../src/c/fragment.ts';
import type { PatchTemplate } from '../../src/series/topic.ts';
import type { Layout } from './layout/index.ts';

const STUB: TopLevel = `
static inline bool
irq_domain_hierarchical_is_msi_remap(struct irq_domain *domain)
{
	return false;
}
`;

/** What the two designs that ask the platform need first, up to v6.2; nobody has proposed it before. */
export const irqDomainStub: PatchTemplate<Layout> = {
  subject: 'irqdomain: Stub irq_domain_hierarchical_is_msi_remap()',
  body: `There is a stub of irq_domain_hierarchical_is_msi_remap() for kernels
without hierarchical interrupt domains, but none for kernels without
interrupt domains at all, where irq_domain_check_msi_remap() has one.

Add it, so that code which is built everywhere can ask whether the MSI
controller of a device remaps.`,
  edits: ({ irqDomain }) => irqDomain.gainsStub(STUB),
};
